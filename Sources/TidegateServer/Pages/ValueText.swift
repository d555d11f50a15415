import TidegateModel

/// How a value reads for a person: `80,000.00`, `30 Jun 2027`, `2027年6月30日`, `15%`.
///
/// The one place that knows it, for lists, forms, boards and timelines. Points of time are shown in
/// UTC until the page's script puts them into the reader's own zone (`time.js`).
struct ValueText: Sendable {
    let language: Language
    let texts: Texts

    /// - Parameter type: of the field; `nil` for a figure that belongs to no field.
    func callAsFunction(_ value: Value, _ type: FieldType? = nil) -> String {
        switch value {
        case .none: ""
        case .bool(let flag): texts[flag ? "value.yes" : "value.no", language]
        case .integer(let number): String(number).groupedDigits
        case .decimal(let number):
            (type?.behavior.shown(value) ?? number.description).groupedDigits
        case .text(let text): text
        case .date(let day): date(day)
        case .datetime(let instant): datetime(instant)
        case .duration(let span): span.description
        case .reference(let id): id.description
        case .json(let text): type?.behavior.shown(value) ?? text
        }
    }

    func date(_ day: Day) -> String {
        let (year, month, day) = day.civil
        switch language {
        case .english: return "\(day) \(Self.months[month - 1]) \(year)"
        case .simplifiedChinese, .traditionalChinese: return "\(year)年\(month)月\(day)日"
        }
    }

    func datetime(_ instant: Instant) -> String {
        let minutes = Int((instant.milliseconds - instant.day.number * 86_400_000) / 60_000)
        let clock = Self.padded(minutes / 60) + ":" + Self.padded(minutes % 60)
        return "\(date(instant.day)) \(clock) UTC"
    }

    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
