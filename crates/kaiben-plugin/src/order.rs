//! The order of plugins: stages, `after`, or as `[plugins] order` says.

use crate::{Plugin, nearest};
use kaiben_model::Settings;
use kaiben_source::Diagnostic;

/// The switched-on plugins in the order in which they run.
///
/// # Errors
/// Names in `book.toml` that no plugin has, and external plugins, which come later.
pub fn order_plugins(plugins: Vec<Box<dyn Plugin>>, settings: &Settings) -> Result<Vec<Box<dyn Plugin>>, Vec<Diagnostic>> {
    let names: Vec<&'static str> = plugins.iter().map(|p| p.name()).collect();
    let mut errors = Vec::new();
    for (name, table) in &settings.plugins {
        if names.contains(&name.as_str()) {
            continue;
        }
        let external = table.key_spans.contains_key("command");
        if external && !table.enabled {
            continue;
        }
        errors.push(if external {
            Diagnostic::error("plugin/external-not-yet", format!("`{name}` is an external plugin, and those are not run yet"))
                .at(table.span)
                .help("switch it off with `enabled = false`, or take the table out")
        } else {
            unknown(name, &names).at(table.span)
        });
    }
    for name in settings.plugin_order.iter().flatten() {
        if !names.contains(&name.as_str()) {
            errors.push(unknown(name, &names));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut waiting: Vec<Box<dyn Plugin>> = plugins.into_iter().filter(|p| settings.plugin_enabled(p.name())).collect();
    waiting.sort_by_key(|p| (p.stage(), p.name()));
    if let Some(order) = &settings.plugin_order {
        let place = |name: &str| order.iter().position(|n| n == name).unwrap_or(order.len());
        waiting.sort_by_key(|p| place(p.name()));
        return Ok(waiting);
    }
    let mut ordered: Vec<Box<dyn Plugin>> = Vec::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|p| p.after().iter().all(|name| !waiting.iter().any(|w| w.name() == *name)));
        let Some(ready) = ready else {
            let names: Vec<&str> = waiting.iter().map(|p| p.name()).collect();
            return Err(vec![
                Diagnostic::error("plugin/cycle", format!("these plugins wait for each other: {}", names.join(", ")))
                    .help("give the order yourself: `order = [\"…\"]` under `[plugins]`"),
            ]);
        };
        ordered.push(waiting.remove(ready));
    }
    Ok(ordered)
}

fn unknown(name: &str, names: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error("plugin/unknown", format!("there is no plugin `{name}`"));
    match nearest(name, names.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("built in are {}", names.join(", "))),
    }
}
