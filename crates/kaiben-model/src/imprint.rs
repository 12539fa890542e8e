//! What the copyright page says besides `[book]`: the record of edition and printing (版本记录), the block of the
//! cataloguing agency, and the colophon (GB/T 12450—2001, GB/T 12451—2001).

use serde::{Deserialize, Serialize};

/// `[imprint]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImprintSettings {
    /// 图书在版编目（CIP）数据, line by line as the agency gave it.
    pub cip: Option<String>,
    /// The record in the order of print: label in the book's language, value.
    pub record: Vec<(String, String)>,
    /// What is said at the end of the book about its making; a blank line starts a paragraph.
    pub colophon: Option<String>,
    /// The ISBN as the author wrote it, with its hyphens.
    pub isbn: Option<String>,
}

/// The record: key in book.toml, label in Chinese, label in English.
pub const IMPRINT_RECORD: [(&str, &str, &str); 13] = [
    ("editor", "责任编辑", "Editor"),
    ("proofreader", "责任校对", "Proofreader"),
    ("designer", "装帧设计", "Designer"),
    ("address", "地址", "Address"),
    ("website", "网址", "Website"),
    ("distributor", "发行", "Distributor"),
    ("printer", "印刷", "Printer"),
    ("format", "开本", "Format"),
    ("sheets", "印张", "Sheets"),
    ("characters", "字数", "Characters"),
    ("edition", "版次", "Edition"),
    ("printing", "印次", "Printing"),
    ("price", "定价", "Price"),
];
