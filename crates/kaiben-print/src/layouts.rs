//! One layout after another, until page numbers and everything else that depends on pages have settled.
//!
//! The engine's own entry point starts from nothing at each call: it lays a book out three times or so, each time
//! telling the contents list, the running heads and the notes where the layout before had put things. A book that
//! is mended between layouts would pay for that again after each mending. Here a layout is one layout: it is told
//! what the one before found, whether or not the book was mended in between, so that mending and settling go on
//! at the same time.

use crate::world::BookWorld;
use std::num::NonZeroUsize;
use typst::World;
use typst::comemo::{Constraint, Track};
use typst::diag::{EcoString, EcoVec, SourceDiagnostic, SourceResult, StrResult, eco_vec};
use typst::syntax::Span;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Label, NativeElement, Output, Selector, StyleChain, Target, TargetElem, Value};
use typst::introspection::{DocumentPosition, EmptyIntrospector, Introspector, Location, MAX_ITERS, MetadataElem, analyze};
use typst::model::Numbering;
use typst::syntax::VirtualPath;
use typst::utils::Protected;
use typst_layout::{PagedDocument, PagedIntrospector};

/// The layouts of a book since it was changed last, and the one before.
#[derive(Default)]
pub struct Layouts(Vec<PagedDocument>);

/// A layout.
pub struct Layout {
    /// Its pages.
    pub document: PagedDocument,
    /// Whether the next one would be the same: everything on its pages is where the layout before had it. Also
    /// true of one that will not settle; a warning says so then.
    pub settled: bool,
    /// What the engine has to say.
    pub warnings: Vec<SourceDiagnostic>,
}

impl Layouts {
    /// A draft: a layout that knows nothing of pages but where tables go on, since 续表 moves the lines below it.
    /// Running heads, folios and links are not there yet, but all lines are, and where they break. What is wrong
    /// with the pages is seen in it and mended; where one chapter was mended only that one is laid out anew, for
    /// nothing else hangs on what moved.
    ///
    /// # Errors
    /// What the engine does not accept in the sources.
    pub fn draft(&mut self, world: &BookWorld) -> Result<Layout, Vec<SourceDiagnostic>> {
        self.changed();
        self.step(world, true)
    }

    /// Something is about to change: what was found so far is where the next layout starts from.
    pub fn changed(&mut self) {
        let last = self.0.pop();
        self.0.clear();
        self.0.extend(last);
    }

    /// Lays out once more.
    ///
    /// # Errors
    /// What the engine does not accept in the sources.
    pub fn next(&mut self, world: &BookWorld) -> Result<Layout, Vec<SourceDiagnostic>> {
        self.step(world, false)
    }

    fn step(&mut self, world: &BookWorld, draft: bool) -> Result<Layout, Vec<SourceDiagnostic>> {
        let mut sink = Sink::new();
        let laid_out = self.lay_out(world, draft, &mut sink);
        let (document, settled) = laid_out.map_err(|errors| errors.to_vec())?;
        let delayed = sink.delayed();
        // An error that hangs on the places of things, such as a label that is on no page yet, may go away.
        if settled && !draft && !delayed.is_empty() {
            return Err(delayed.to_vec());
        }
        self.0.push(document.clone());
        Ok(Layout { document, settled, warnings: sink.warnings().to_vec() })
    }

    fn lay_out(&self, world: &BookWorld, draft: bool, sink: &mut Sink) -> SourceResult<(PagedDocument, bool)> {
        let world: &dyn World = world;
        let world = world.track();
        let traced = Traced::default();
        let library = world.library();
        let base = StyleChain::new(&library.styles);
        let target = TargetElem::target.set(Target::Paged).wrap();
        let styles = base.chain(&target);
        let main = world.source(world.main()).map_err(|error| {
            eco_vec![SourceDiagnostic::error(Span::detached(), EcoString::from(error))]
        })?;
        let route = Route::default();
        let content = typst_eval::eval(world, library, traced.track(), sink.track_mut(), route.track(), &main)?.content();

        let nothing = EmptyIntrospector;
        let before = self.0.last().map(|before| before.introspector().as_ref());
        let blinkered = Draft::new(before);
        let known: &dyn Introspector = match before {
            _ if draft => &blinkered,
            Some(before) => before,
            None => &nothing,
        };
        let constraint = Constraint::new();
        let mut engine = Engine {
            library,
            world,
            introspector: Protected::new(known.track_with(&constraint)),
            traced: traced.track(),
            sink: sink.track_mut(),
            route,
        };
        let document = PagedDocument::create(&mut engine, &content, styles)?;
        let found: &dyn Introspector = document.introspector().as_ref();
        if draft {
            let found: &dyn Introspector = &Draft::new(Some(document.introspector()));
            let settled = constraint.validate(found);
            return Ok((document, settled));
        }
        if constraint.validate(found) {
            return Ok((document, true));
        }
        // The engine gives up after so many, and so do we.
        if self.0.len() < MAX_ITERS {
            return Ok((document, false));
        }
        let seen = self.0.iter().rev().take(MAX_ITERS).rev().map(|d| d.introspector().as_ref() as &dyn Introspector);
        let mut introspectors = [&nothing as &dyn Introspector; MAX_ITERS + 1];
        for (place, one) in introspectors.iter_mut().zip(seen.chain([found])) {
            *place = one;
        }
        let unsettled = analyze(world, introspectors, sink.introspections());
        for warning in unsettled {
            sink.warn(warning);
        }
        Ok((document, true))
    }
}

/// What a draft is told of the layout before.
struct Draft<'a> {
    before: Option<&'a PagedIntrospector>,
    /// Where all links lead to. Without a place to lead to, the engine would leave out the text of a link, and the
    /// lines would be others.
    anywhere: Content,
}

impl<'a> Draft<'a> {
    fn new(before: Option<&'a PagedIntrospector>) -> Self {
        let mut anywhere = MetadataElem::new(Value::None).pack();
        anywhere.set_location(Location::new(1));
        Self { before, anywhere }
    }
}

impl Introspector for Draft<'_> {
    fn query(&self, selector: &Selector) -> EcoVec<Content> {
        match (selector, self.before) {
            // The labels of `k-continued` in the template.
            (Selector::Label(label), Some(before)) if label.resolve().starts_with("k-table-") => before.query(selector),
            _ => EcoVec::new(),
        }
    }

    fn position(&self, location: Location) -> Option<DocumentPosition> {
        Introspector::position(self.before?, location)
    }

    fn query_label(&self, _: Label) -> StrResult<&Content> {
        Ok(&self.anywhere)
    }

    fn query_first(&self, selector: &Selector) -> Option<Content> {
        EmptyIntrospector.query_first(selector)
    }

    fn query_unique(&self, selector: &Selector) -> StrResult<Content> {
        EmptyIntrospector.query_unique(selector)
    }

    fn query_labelled(&self) -> EcoVec<Content> {
        EcoVec::new()
    }

    fn query_count_before(&self, _: &Selector, _: Location) -> usize {
        0
    }

    fn label_count(&self, _: Label) -> usize {
        0
    }

    fn locator(&self, _: u128, _: Location) -> Option<Location> {
        None
    }

    fn pages(&self, _: Location) -> Option<NonZeroUsize> {
        None
    }

    fn page(&self, _: Location) -> Option<NonZeroUsize> {
        None
    }

    fn page_numbering(&self, _: Location) -> Option<&Numbering> {
        None
    }

    fn page_supplement(&self, _: Location) -> Option<&Content> {
        None
    }

    fn anchor(&self, _: Location) -> Option<&EcoString> {
        None
    }

    fn document(&self, _: Location) -> Option<Location> {
        None
    }

    fn path(&self, _: Location) -> Option<&VirtualPath> {
        None
    }
}
