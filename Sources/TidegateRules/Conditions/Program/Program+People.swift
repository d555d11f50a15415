import TidegateModel

/// The trees of people and teams, walked upwards. Whoever was met before ends the walk, so a tree
/// that bites its own tail ends too.
extension Program {
    func isReport(_ user: RecordID, _ reporting: Reporting, _ context: ConditionContext) throws
        -> Bool
    {
        guard let me = context.actor.user else { return false }
        var met: Set<RecordID> = []
        var next: RecordID? = user
        while let id = next, met.insert(id).inserted {
            next = try context.source.truth.record(reporting.user, id)?[reporting.manager].reference
            if next == me { return true }
        }
        return false
    }

    func isMine(_ team: RecordID, _ tree: TeamTree, _ context: ConditionContext) throws -> Bool {
        guard let me = context.actor.user else { return false }
        let source = context.source.truth
        let mine = try source.record(tree.user, me)?[tree.member].reference
        var met: Set<RecordID> = []
        var next: RecordID? = team
        while let id = next, met.insert(id).inserted {
            guard let record = try source.record(tree.team, id) else { return false }
            if id == mine || record[tree.lead].reference == me { return true }
            next = record[tree.parent].reference
        }
        return false
    }

    func isShared(
        _ record: RecordID, _ test: SharedTest, _ context: ConditionContext
    ) throws -> Bool {
        guard let me = context.actor.user else { return false }
        let shares = try context.source.truth.shares(of: record, test.object)
        return try shares.contains { share in
            guard share.level.includes(test.level) else { return false }
            switch share.holder {
            case .user(let user): return user == me
            case .team(let team):
                return try test.teams.map { try isMine(team, $0, context) } ?? false
            }
        }
    }
}
