import TidegateModel
import TidegateRules
import TidegateStore

/// A login is the same however its letters A to Z are cased: `Ann` signs in as `ann`, and no second
/// user is called so.
extension StoreReader {
    /// The user of this login. Of users who were there before logins were compared like this, the one
    /// who writes it letter for letter; if nobody does, nobody is meant by it.
    func user(login: String, among users: Object, at now: Instant) throws -> Record? {
        guard let slot = users.slot(of: People.Names.login) else { return nil }
        if let exact = try first(users, slot: slot, equals: .text(login)) { return exact }
        let alike = try self.users(loginLike: login, among: users, at: now)
        return alike.count == 1 ? alike[0] : nil
    }

    /// Those whose login differs in case at most.
    func users(loginLike login: String, among users: Object, at now: Instant) throws -> [Record] {
        guard !login.isEmpty, login.utf8.count <= Limits.shortTextBytes else { return [] }
        var query = Query(users, actor: .system, now: now)
        query.search = Query.Search([Query.Search.Word(login)], in: [People.Names.login])
        return try records(query).filter {
            $0[People.Names.login].text?.lowercased() == login.lowercased()
        }
    }
}

extension Save {
    /// With the other checks of what is unique, as the row is written.
    func checkLogin() throws {
        guard object.name == People.Names.user, let slot = object.slot(of: People.Names.login),
            let login = record[slot].text, old.map({ !record.equals($0, at: slot) }) ?? true
        else { return }
        let others = try transaction.writer.users(
            loginLike: login, among: object, at: transaction.now
        ).filter { $0.id != record.id }
        guard others.isEmpty else {
            throw Sentences.notUnique(
                record, [People.Names.login],
                hidden: transaction.actorAccess.hiddenNames(of: object))
        }
    }
}
