import Hummingbird
import TidegateEngine

/// The HTTP API: `/api/…`. Decides no rule: every route hands a typed request to the engine and
/// writes what it answers.
struct APIRoutes {
    let engine: Engine
    let backups: BackupRoutes

    func add(to router: Router<WebContext>) {
        let door = RecordDoor(engine: engine)
        ObjectRoutes(door: door).add(to: router)
        RecordRoutes(door: door).add(to: router)
        RecordVerbRoutes(door: door).add(to: router)
        ShareRoutes(door: door).add(to: router)
        FindRoutes(engine: engine).add(to: router)
        BinRoutes(engine: engine).add(to: router)
        TaskRoutes(engine: engine).add(to: router)
        ImportRoutes(engine: engine).add(to: router)
        ImportRunRoutes(engine: engine).add(to: router)
        MetadataRoutes(engine: engine).add(to: router)
        backups.add(to: router)
        OpenAPIRoute(engine: engine).add(to: router)
    }
}
