import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/o/OBJECT`: the records of an object as a table, and what its script asks for besides.
struct ListRoutes {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/o/:object", use: page)
        router.get("/o/:object/totals", use: totals)
        router.get("/o/:object/findings", use: findings)
        router.get("/o/:object/export", use: export)
    }

    private var engine: Engine { screens.engine }

    // MARK: The page

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let object = try screens.object(context, as: actor)
        let address = try address(of: object, request)
        let columns = try columns(object, address, actor)
        var wording = screens.wording(context)
        let findings = try engine.wrong(in: address, on: object, as: actor)
        var found: ListPage?
        var beside: [RecordID: Record] = [:]
        if findings.isEmpty {
            found = try await engine.page(wanted(address, columns, actor), as: actor)
            let references = (found?.records ?? []).flatMap { $0.references(in: columns.slots) }
            wording.names = try await engine.names(of: references, as: actor)
            beside = try await engine.records(
                of: (found?.records ?? []).flatMap { columns.references(besides: $0) }, as: actor)
        }
        let access = try engine.access(of: actor, to: object.name)
        let view = ListView(
            address: address, columns: columns, wording: wording, found: found, beside: beside,
            mayImport: AdminTab.imports.isOpen(to: actor)
                && engine.bundle.imports(as: actor).contains { $0.object == object.name },
            bar: ListBar(
                address: address, object: object, wording: wording, findings: findings,
                mayCreate: !access.create.isNever, hidden: access.hidden))
        return try await screens.page(
            "list", title: wording.plural(object), view.model, request: request, context)
    }

    private func wanted(
        _ address: ListAddress, _ columns: ListColumns, _ actor: Actor
    ) throws -> ListRequest {
        var wanted = ListRequest(
            address.object, where: address.condition.isEmpty ? nil : address.condition)
        wanted.search = address.search
        wanted.order = address.order.isEmpty ? [.init("id", descending: true)] : address.order
        wanted.limit = ServerLimits.pageRecords
        wanted.after = address.after
        wanted.asOf = try address.pastTime()
        return wanted
    }

    /// The columns that a person has chosen before stand in the address too, so that whoever gets it sees
    /// the same list.
    private func address(of object: Object, _ request: Request) throws -> ListAddress {
        var address = try ListAddress(object: object.name, request.query())
        address.columns =
            address.columns
            ?? request.cookies["columns"].map {
                $0.value.split(separator: ".").map(String.init)
            }
        return address
    }

    private func columns(
        _ object: Object, _ address: ListAddress, _ actor: Actor
    ) throws -> ListColumns {
        let (book, rules) = (engine.bundle.access(of: actor), engine.bundle.rules(of: object))
        let compared = (rules?.alerts ?? []).flatMap(\.raise.besides).filter { beside in
            beside.object.fields[beside.slot].type.isNumber && book[beside.object].isKnown
                && !book.hides(beside.object, beside.slot) && !book.hides(object, beside.reference)
        }
        return ListColumns(
            object, wanted: address.columns, hidden: book[object].hidden,
            pipeline: rules?.pipeline?.slot,
            besides: compared.enumerated().filter { !compared[..<$0].contains($1) }.map(\.element))
    }

    // MARK: What the script asks for

    /// How many records the whole list has, and the sums: asked for after the page is shown, because
    /// with a million records counting takes longer than showing fifty.
    @Sendable private func totals(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let object = try screens.object(context, as: actor)
        let address = try address(of: object, request)
        let columns = try columns(object, address, actor)
        var wanted = ListRequest(
            object.name, where: address.condition.isEmpty ? nil : address.condition)
        wanted.search = address.search
        wanted.show = columns.summary
        wanted.asOf = try address.pastTime()
        guard case .figures(_, let rows) = try await engine.list(wanted, as: actor) else {
            throw RequestSentences.noPage()
        }
        let row = rows.first ?? []
        let value = ValueText(language: context.language, texts: screens.pages.texts)
        var json = JSONWriter()
        json.object { json in
            json.member("count", row.first.map { value($0) } ?? "0")
            json.key("sums")
            json.object { json in
                for (field, sum) in zip(columns.sums, row.dropFirst()) {
                    json.key(field.name)
                    json.string(value(sum, field.type))
                }
            }
        }
        return .json(.ok, json.bytes)
    }

    /// The list as a file, of all its pages: the columns that it shows, or every field.
    @Sendable private func export(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let object = try screens.object(context, as: actor)
        let query = try request.query()
        let address = try address(of: object, request)
        let format = query.filled("format").flatMap { ExportFormat(rawValue: $0) } ?? .xlsx
        var list = ListRequest(
            object.name, where: address.condition.isEmpty ? nil : address.condition)
        list.search = address.search
        list.order = address.order
        var wanted = ExportRequest(list, as: format)
        wanted.withTitles = true
        wanted.isMarked = true
        if query.filled("fields") != "all" {
            let columns = try columns(object, address, actor)
            wanted.fields =
                ["id"] + (columns.titleField.map { [$0.name] } ?? [])
                + columns.slots.map { object.fields[$0].name }
        }
        return try await Download.response(wanted, engine, as: actor)
    }

    /// What is wrong with a condition while it is being typed.
    @Sendable private func findings(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let object = try screens.object(context, as: actor)
        let address = try ListAddress(object: object.name, request.query())
        let found = try engine.wrong(in: address, on: object, as: actor)
        let wording = screens.wording(context)
        var json = JSONWriter()
        json.object { json in
            json.key("findings")
            json.array { json in
                for finding in found {
                    json.object { json in
                        json.member(
                            "message", wording.clause(finding.speech, or: finding.message))
                        json.member("column", finding.column)
                        json.member("length", finding.length)
                        json.member(
                            "use",
                            optional: finding.fix.map { wording("list.use", ["text": $0]) })
                        json.member("mended", optional: finding.mended)
                    }
                }
            }
        }
        return .json(.ok, json.bytes)
    }
}

extension Engine {
    /// What is wrong with the condition of an address; nothing when it has none.
    func wrong(
        in address: ListAddress, on object: Object, as actor: Actor
    ) throws -> [ConditionFinding] {
        let condition = address.condition
        return condition.isEmpty
            ? [] : try findings(in: condition, on: object.name, as: actor)
    }
}
