//! Temporary.
#![allow(clippy::disallowed_methods)]
use kaiben_model::*; use kaiben_source::*;
fn main(){
  let a:Vec<String>=std::env::args().collect();
  let (book,files):(Book,Vec<(String,String)>)=serde_json::from_slice(&std::fs::read(&a[1]).unwrap()).unwrap();
  let mut sources=Sources::default(); for (p,t) in files { sources.add(p,t); }
  let resolved=Resolved::new(book).unwrap();
  let t=std::time::Instant::now();
  let none=|_:&str|None;
  let date=resolved.book().settings.book.date.clone();
  let out=kaiben_print::render_pdf(&kaiben_print::PrintInput{resolved:&resolved,sources:&sources,templates:&none,extra_fonts:vec![],date});
  eprintln!("{:?} {:.2}s breaks {} anchors {}",out.facts,t.elapsed().as_secs_f64(),out.page_map.breaks.len(),out.page_map.anchors.len());
  for d in &out.diagnostics { let pos=d.span.and_then(|s|sources.position(s)).map(|p|format!("{}:{}:{}",p.path,p.line,p.column)); eprintln!("{:?} {} {} {:?} {:?}",d.severity,d.code,d.message,pos,d.help); }
  for d in kaiben_print::check_characters(&resolved,&[]) { eprintln!("{:?} {}",d.severity,d.message); }
  if let Some(p)=out.pdf { std::fs::write(format!("{}.pdf",a[2]),p).unwrap(); }
  for (p,b) in &out.project { let f=format!("{}.project/{p}",a[2]); std::fs::create_dir_all(std::path::Path::new(&f).parent().unwrap()).unwrap(); std::fs::write(f,b).unwrap(); }
  if a.len()>3 { for b in &out.page_map.breaks { let f=sources.get(b.file).unwrap(); let o=b.offset as usize; let s:String=f.text.get(o..).unwrap_or("BAD").chars().take(16).collect(); println!("{} {} {}:{} {s:?}",b.page_index,b.folio,f.path,o);} for (k,v) in &out.page_map.anchors { println!("{k} {v}"); } }
}
