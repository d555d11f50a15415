/// The languages that people are spoken to in; the raw value is the BCP 47 tag, which is also the
/// name of a pack's file in `locales/` and of a file of page texts.
///
/// English is what packs and the engine are written in, so it needs no translation.
public enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case simplifiedChinese = "zh-Hans"
    case traditionalChinese = "zh-Hant"

    /// What the language calls itself.
    public var ownName: String {
        switch self {
        case .english: "English"
        case .simplifiedChinese: "简体中文"
        case .traditionalChinese: "繁體中文"
        }
    }
}
