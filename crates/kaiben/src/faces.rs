//! `kaiben fonts`.

use crate::Status;

pub fn run() -> Status {
    for face in kaiben_driver::faces() {
        let role = face.role.unwrap_or("");
        println!("{role:<6} {:<28} {:<8} {:>6} characters", face.family, face.style, face.characters);
    }
    Status::Good
}
