//! Order and settings, as data.

use crate::{Context, Plugin, Stage, nearest, order_plugins, read_settings};
use kaiben_model::*;
use kaiben_source::{FileId, Span};
use std::collections::BTreeMap;

/// A plugin that does nothing.
struct Idle {
    name: &'static str,
    stage: Stage,
    after: &'static [&'static str],
}

impl Plugin for Idle {
    fn name(&self) -> &'static str {
        self.name
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn after(&self) -> &'static [&'static str] {
        self.after
    }

    fn run(&self, _: &mut Book, _: &mut Context<'_>) {}
}

/// `name stage after…`, one plugin a word group.
fn plugins(list: &[(&'static str, Stage, &'static [&'static str])]) -> Vec<Box<dyn Plugin>> {
    list.iter().map(|(name, stage, after)| Box::new(Idle { name, stage: *stage, after }) as Box<dyn Plugin>).collect()
}

fn table(json: &str, enabled: bool, keys: &[(&str, u32, u32)]) -> PluginTable {
    let key_spans = keys.iter().map(|(k, from, to)| (k.to_string(), Span::new(FileId(0), *from, *to))).collect();
    PluginTable { enabled, json: json.to_owned(), span: Span::new(FileId(0), 0, 9), key_spans }
}

fn settings(order: Option<&[&str]>, tables: &[(&str, PluginTable)]) -> Settings {
    let length = Micrometers(1);
    Settings {
        book: BookSettings::default(),
        manuscript: ManuscriptSettings { front: Vec::new(), body: Vec::new(), back: Vec::new(), toc_depth: 3 },
        numbering: NumberingSettings {
            headings: Vec::new(),
            figures: NumberScope::Book,
            tables: NumberScope::Book,
            equations: NumberScope::Book,
        },
        plugin_order: order.map(|o| o.iter().map(|n| n.to_string()).collect()),
        plugins: tables.iter().map(|(n, t)| (n.to_string(), t.clone())).collect(),
        print: PrintSettings {
            trim: Trim { width: length, height: length },
            margins: Margins { top: length, bottom: length, inner: length, outer: length },
            chapters_open: ChaptersOpen::Any,
            template: String::new(),
            standard: Vec::new(),
            font_size: 1,
            faces: BTreeMap::new(),
            accent: None, half_title: None,
        },
        press: PressSettings { bleed: length, marks: false, paper_caliper: length, signature: 1 },
        html: kaiben_model::HtmlSettings::default(),
    }
}

/// The names in order, or the findings.
fn order(list: &[(&'static str, Stage, &'static [&'static str])], settings: &Settings) -> String {
    match order_plugins(plugins(list), settings) {
        Ok(plugins) => plugins.iter().map(|p| p.name()).collect::<Vec<_>>().join(" "),
        Err(found) => {
            assert!(found.iter().all(|d| !d.help.is_empty()), "a finding has no help: {found:?}");
            found.iter().map(|d| format!("{}: {}", d.code, d.help[0])).collect::<Vec<_>>().join("; ")
        }
    }
}

const HOUSE: &[(&str, Stage, &[&str])] = &[
    ("references", Stage::References, &[]),
    ("notes", Stage::Numbering, &["numbers"]),
    ("numbers", Stage::Numbering, &[]),
    ("terms", Stage::Content, &[]),
    ("tables", Stage::Structure, &[]),
];

#[test]
fn stages_then_after_then_names() {
    let plain = settings(None, &[]);
    assert_eq!(order(HOUSE, &plain), "tables terms numbers notes references");
    let same: &[(&str, Stage, &[&str])] = &[("c", Stage::Content, &[]), ("a", Stage::Content, &["c"]), ("b", Stage::Content, &[])];
    assert_eq!(order(same, &plain), "b c a");
    let absent: &[(&str, Stage, &[&str])] = &[("a", Stage::Content, &["gone"])];
    assert_eq!(order(absent, &plain), "a");
}

#[test]
fn the_author_has_the_last_word() {
    let given = settings(Some(&["references", "terms"]), &[]);
    // What is not named comes behind, in its usual order.
    assert_eq!(order(HOUSE, &given), "references terms tables notes numbers");
    let off = settings(None, &[("terms", table("{}", false, &[]))]);
    assert_eq!(order(HOUSE, &off), "tables numbers notes references");
}

#[test]
fn findings() {
    for (settings, want) in [
        (settings(Some(&["trems"]), &[]), "plugin/unknown: did you mean `terms`?"),
        (settings(None, &[("noets", table("{}", true, &[]))]), "plugin/unknown: did you mean `notes`?"),
        (
            settings(None, &[("index", table("{}", true, &[]))]),
            "plugin/unknown: built in are references, notes, numbers, terms, tables",
        ),
        // A typing error must not leave the real plugin on.
        (settings(None, &[("noets", table("{}", false, &[]))]), "plugin/unknown: did you mean `notes`?"),
        (
            settings(None, &[("mine", table("{}", true, &[("command", 0, 1)]))]),
            "plugin/external-not-yet: switch it off with `enabled = false`, or take the table out",
        ),
    ] {
        assert_eq!(order(HOUSE, &settings), want);
    }
    let circle: &[(&str, Stage, &[&str])] = &[("a", Stage::Content, &["b"]), ("b", Stage::Content, &["a"])];
    assert_eq!(order(circle, &settings(None, &[])), "plugin/cycle: give the order yourself: `order = [\"…\"]` under `[plugins]`");
}

/// The help for an external plugin told to switch it off, and then it was still an error.
#[test]
fn an_external_plugin_that_was_switched_off_was_still_an_error() {
    let off = settings(None, &[("mine", table("{}", false, &[("command", 0, 1)]))]);
    assert_eq!(order(HOUSE, &off), "tables terms numbers notes references");
}

#[test]
fn settings_are_read_or_told_at_their_place() {
    let read = |json: &str, keys: &[(&str, u32, u32)]| {
        let mut found = Vec::new();
        let settings = settings(None, &[("footnotes", table(json, true, keys))]);
        let read: FootnoteSettings = read_settings(&settings, "footnotes", &mut found);
        let told: Vec<String> = found.iter().map(|d| format!("{} at {:?}: {}", d.code, d.span.map(|s| (s.start, s.end)), d.help[0])).collect();
        (read, told.join("; "))
    };
    let (given, told) = read(r#"{"restart":"book"}"#, &[]);
    assert_eq!((given.restart, given.mark, told.as_str()), (NoteRestart::Book, NoteMark::Circled, ""));
    assert_eq!(read(r#"{"mark":"arabik"}"#, &[("mark", 3, 7)]).1, "config/value at Some((3, 7)): did you mean `arabic`?");
    assert_eq!(read(r#"{"mrak":"arabic"}"#, &[("mrak", 3, 7)]).1, "config/unknown-key at Some((3, 7)): did you mean `mark`?");
    assert_eq!(read(r#"{"mark":3}"#, &[("mark", 3, 7)]).0, FootnoteSettings::default());
}

#[test]
fn the_nearest_name_is_one_that_can_be_meant() {
    let names = ["footnotes", "glossary", "tables"];
    for (typed, want) in [
        ("footnots", Some("footnotes")),
        ("foontotes", Some("footnotes")),
        ("table", Some("tables")),
        ("index", None),
        ("", None),
    ] {
        assert_eq!(nearest(typed, names.into_iter()), want, "{typed}");
    }
}
