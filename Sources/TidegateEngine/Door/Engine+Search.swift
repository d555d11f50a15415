import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// Where a search looks: the fields of the object's title, and of the titles of the records that
    /// stand in it. What the actor may not see finds nothing, so that a search tells no value.
    func search(_ request: ListRequest, _ actor: Actor) async throws -> Query.Search? {
        let words = Self.words(request.search)
        guard !words.isEmpty else { return nil }
        let object = try self.object(request.object, as: actor)
        let fields = titleFields(object, actor)
        let texts = fields.filter(\.type.isFreeText).map(\.name)
        var found: [Query.Search.Word] = []
        for word in words {
            var references: [String: [RecordID]] = [:]
            for field in fields {
                guard let target = field.type.target,
                    let ids = try await ids(of: target, called: word, actor)
                else { continue }
                references[field.name] = ids
            }
            found.append(Query.Search.Word(word, references: references))
        }
        return Query.Search(found, in: texts)
    }

    /// Records referred to whose own texts have the word; not those they refer to in turn.
    private func ids(
        of target: String, called word: String, _ actor: Actor
    ) async throws -> [RecordID]? {
        guard let object = try objects(as: actor).first(where: { $0.name == target })
        else { return nil }
        let texts = titleFields(object, actor).filter(\.type.isFreeText).map(\.name)
        guard !texts.isEmpty else { return nil }
        var query = try query(ListRequest(target), actor)
        query.search = Query.Search([Query.Search.Word(word)], in: texts)
        query.limit = EngineLimits.searchedReferences
        let asked = query
        return try await timed(as: actor) { reader, _ in try reader.records(asked).map(\.id) }
    }

    /// Colleagues are known by their logins as well.
    private func titleFields(_ object: Object, _ actor: Actor) -> [Field] {
        let access = bundle.access(of: actor)
        return object.fields.indices.filter { slot in
            (object.title.contains("{\(object.fields[slot].name)}")
                || object.name == People.Names.user && slot == object.slot(of: People.Names.login))
                && !access.hides(object, slot)
        }.map { object.fields[$0] }
    }

    private static func words(_ text: String?) -> [String] {
        guard let text else { return [] }
        return text.prefix(EngineLimits.searchCharacters).split(whereSeparator: \.isWhitespace)
            .prefix(EngineLimits.searchWords).map(String.init)
    }
}
