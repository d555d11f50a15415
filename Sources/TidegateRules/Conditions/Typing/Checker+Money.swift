import TidegateModel

/// `home(amount)`, `home(amount, close_date)`: an amount in the currency of the workspace.
extension Checker {
    /// The amount times what its currency was worth on the day; without one, on the day on which its record was
    /// created. What is in the currency of the workspace already stays what it is.
    func home(_ arguments: [SyntaxNode], _ range: Range<Int>, _ frame: Frame) -> Expression? {
        guard let amount = check(arguments[0], frame) else { return nil }
        guard case .field(let path) = amount.form, case .money(let money)? = path.field?.type
        else {
            report(
                .operandWanted(
                    "home()", wanted: "a field of money", found: amount.type.phrase),
                arguments[0].range)
            return nil
        }
        guard let currency = money.currency else { return amount }
        guard let object = object(named: ExchangeRates.name, range) else { return nil }
        guard let rates = ExchangeRates(object) else {
            report(.unknownObject(ExchangeRates.name, suggestion: nil), range)
            return nil
        }
        guard let code = code(currency, beside: path, arguments[0].range, frame),
            let day = arguments.count > 1
                ? day(arguments[1], frame) : creation(beside: path, range, frame)
        else { return nil }
        let rate = make(
            .rate(rates, currency: code, day: day), .decimal(rates.scale), range, frame)
        return make(
            .arithmetic(.multiply, amount, rate), .decimal(amount.type.scale), range, frame)
    }

    private func code(
        _ currency: MoneyCurrency, beside path: FieldPath, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        switch currency {
        case .fixed(let currency):
            return make(.constant(.text(currency.code)), .text, range, frame)
        case .field(let names):
            return field(names, beside: path, range, frame)
        }
    }

    /// The day on which the record that has the amount was created.
    private func creation(
        beside path: FieldPath, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        field(["created_at"], beside: path, range, frame).flatMap {
            make(.dayOf($0), .date, range, frame)
        }
    }

    private func day(_ node: SyntaxNode, _ frame: Frame) -> Expression? {
        guard let day = check(node, frame) else { return nil }
        switch day.type.kind {
        case .date: return day
        case .datetime: return make(.dayOf(day), .date, node.range, frame)
        case .text, .integer, .decimal, .bool, .duration, .reference, .json:
            report(
                .operandWanted("home()", wanted: "a day", found: day.type.phrase), node.range)
            return nil
        }
    }

    /// A field of the record that has the one at the end of the path, or what its references lead to.
    private func field(
        _ names: [String], beside path: FieldPath, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        let start = FieldPath(root: path.root, start: path.start, hops: path.hops, slot: nil)
        let written = names.map { SyntaxNode.Name(text: $0, range: range) }
        guard case .value(let found)? = follow(written[...], from: start, frame) else { return nil }
        return make(.field(found), found.type, range, frame)
    }
}
