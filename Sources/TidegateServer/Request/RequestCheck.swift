import Hummingbird

/// Lets a request pass or refuses it, by what can be told without waiting. A middleware costs every
/// request a step from task to task; a check costs a call.
protocol RequestCheck: Sendable {
    func check(_ request: Request, _ context: WebContext) throws
}
