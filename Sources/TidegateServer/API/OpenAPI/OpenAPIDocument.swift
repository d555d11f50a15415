import TidegateEngine
import TidegateModel
import TidegateRules

/// The OpenAPI 3.1 document of a workspace, for one caller: what they may not see is not in it.
///
/// Source: https://spec.openapis.org/oas/v3.1.0
///
///     let document = try OpenAPIDocument(engine, as: ann)
///     print(document.text)
public struct OpenAPIDocument {
    let json: JSON

    /// As JSON.
    public var text: String {
        var writer = JSONWriter(reserving: 256 << 10)
        writer.json(json)
        return writer.text
    }

    public init(_ engine: Engine, as actor: Actor) throws {
        let bundle = engine.bundle
        let objects = try engine.objects(as: actor).sorted { $0.name < $1.name }.map { object in
            ObjectPaths(
                object: object, rules: bundle.rules(of: object),
                actions: bundle.actions(on: object),
                access: try engine.access(of: actor, to: object.name))
        }
        let mayImport = actor.kind != .user || actor.may(.importRecords)
        let imports = mayImport ? bundle.imports(as: actor).map(\.name).sorted() : nil
        json = [
            "openapi": "3.1.0",
            "info": [
                "title": "Tidegate", "version": .string(String(bundle.hash.prefix(12))),
                "description": .string(Self.description),
            ],
            "servers": [["url": "/"]],
            "security": [["token": []], ["session": []]],
            "paths": .object(
                FixedPaths.paths(imports: imports?.filter { !$0.contains(" ") })
                    + (actor.kind != .user || actor.may(.administer) ? FixedPaths.backups : [])
                    + (actor.mayCustomize ? MetadataPaths.paths : [])
                    + objects.flatMap(\.paths)),
            "components": Self.components(objects),
        ]
    }

    private static let description = """
        The records of this workspace. Decimals are texts, so that no reader rounds them; ids are \
        texts of 13 characters. A missing value is null. Every write goes through the rules of the \
        packs: 422 says which refused it and what would help. Send Idempotency-Key with a write to \
        be able to repeat it safely.
        """

    private static func components(_ objects: [ObjectPaths]) -> JSON {
        let schemas = AnswerSchemas.all + MetadataPaths.schemas + objects.flatMap(\.schemas)
        return [
            "schemas": .object(schemas.map { .init($0.name, $0.schema) }),
            "responses": .object(refusals.map { .init("Refusal\($0.0)", refusal($0.1)) }),
            "headers": [
                "ETag": [
                    "description":
                        "The record's version, and what of it is shown; send it back as If-Match.",
                    "schema": ["type": "string", "pattern": "^\"[0-9]+-[0-9a-f]{16}\"$"],
                ],
                "Location": [
                    "description": "The new record's address.", "schema": Operation.text,
                ],
            ],
            "parameters": parameters,
            "securitySchemes": [
                "token": [
                    "type": "http", "scheme": "bearer",
                    "description": "A token made on the page of one's own account.",
                ],
                "session": [
                    "type": "apiKey", "in": "cookie", "name": "tg_session",
                    "description": "A signed-in browser; its writes also send X-Form-Token.",
                ],
            ],
        ]
    }

    private static let refusals = [
        ("400", "The request cannot be understood."), ("401", "Nobody is signed in."),
        ("403", "The caller may not."), ("404", "It is not there, or not for the caller."),
        ("409", "It has changed meanwhile; current is what is there now."),
        ("422", "A rule refused it; reasons and gates say which, and what would help."),
        ("429", "Too much was asked for."), ("500", "A rule of a pack failed."),
        ("503", "Not now; try again."),
    ]

    private static func refusal(_ text: String) -> JSON {
        [
            "description": .string(text),
            "content": ["application/json": ["schema": AnswerSchemas.reference("Error")]],
        ]
    }

    private static var parameters: JSON {
        let number: JSON = [
            "type": "integer", "minimum": 1, "maximum": JSON(ServerLimits.pageRecordsAtMost),
        ]
        func query(_ name: String, _ text: String, _ schema: JSON = Operation.text) -> JSON.Member {
            .init(name, Operation.query(name, text, schema))
        }
        func header(_ key: String, _ name: String, _ text: String, _ schema: JSON) -> JSON.Member {
            .init(
                key,
                [
                    "name": .string(name), "in": "header", "description": .string(text),
                    "schema": schema,
                ])
        }
        return .object([
            .init(
                "id",
                [
                    "name": "id", "in": "path", "required": true,
                    "schema": ["type": "string", "pattern": .string(RecordID.pattern)],
                ]),
            query("where", "A condition, such as amount > 50000 and stage == 'won'."),
            query("fields", "Names of the fields to show, with commas between."),
            query("sort", "Names of fields, with commas between; - before one turns it round."),
            query("limit", "Records on a page.", number),
            query("after", "next of the page before."),
            query("show", "Figures over the whole list: count(), sum(amount)."),
            query("group", "Names of fields: figures a group instead of records."),
            query(
                "as_of", "What was at the end of a day in UTC, or at an instant."),
            header(
                "if_match", "If-Match",
                "The ETag that was seen, or its version alone, or * for any.",
                ["type": "string", "pattern": "^(\"[0-9]{1,18}(-[0-9a-f]{16})?\"|\\*)$"]),
            header(
                "if_none_match", "If-None-Match", "Answer 304 when this is still the ETag.",
                Operation.text),
            header(
                "idempotency_key", "Idempotency-Key", "Done once, however often it is sent.",
                ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"]),
        ])
    }
}
