internal import Signalling

/// How often and how long the host does what nobody asked for at this moment; a test takes shorter times.
struct CollaborationFigures: Sendable {
    var signalling = SignallingFigures()
    /// For all endpoints of one party together (collab 3.5).
    var refreshTime: Duration = .seconds(30)
    /// Between two connections to one endpoint: a little more than what strangers have to keep to (collab 10.5).
    var visitPause: Duration = .milliseconds(1050)
    /// How much sooner each address of an endpoint is tried than the next. Ours: RFC 8305 has as much between connections.
    var headStart: Duration = .milliseconds(250)
    /// Between two cards that are fetched in the background, and how many are at most in one sign-in (collab 11.1).
    var identificationPause: Duration = .seconds(5)
    var identifications = 20
    /// Between two looks at what other processes of this user have changed. Ours: a person who sets something in one window
    /// finds it so in the other before he has looked.
    var lookPause: Duration = .seconds(5)
    /// How long a list of people waits for the places of those of whom only a Hello was heard. Ours: several times what an
    /// answer takes on a link.
    var locatingTime: Duration = .seconds(1)
    /// Words for Tab are told this long after somebody near came or went, all at once. Ours: sooner than anybody types them.
    var wordsPause: Duration = .milliseconds(100)
    /// Between two searches for a watched contact who is not there: the first, doubled each time up to the last
    /// (collab 10.7).
    var searchPause: Duration = .seconds(60)
    var longestSearchPause: Duration = .seconds(600)
    /// Between two attempts to publish our own name, where it cannot be. Ours: as with the first search.
    var publishingPause: Duration = .seconds(60)
    /// How long one search may take. Ours: PNRP's own limit for a question of a person.
    var searchTime: Duration = .seconds(20)
}
