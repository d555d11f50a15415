/// How a statement goes about its actor's rights. A driver chooses, and what is found is the same.
package enum RightsWay: Sendable {
    /// Collects what may be read by the indexes behind the rights: for who sees little.
    case collect
    /// Asks of each record that is met whether it may be read: for who sees much.
    case ask(IDSets)
    /// Merges one range of an index for each id: for a page of who is led by few ids.
    case merge(IDSets)
}
