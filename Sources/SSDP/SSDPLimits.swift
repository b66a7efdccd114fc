/// Every bound of discovery on the link, each with its reason.
package enum SSDPLimits {
    // MARK: Text

    /// Bytes of a datagram; what is seen of SSDP stays below 600, and a full frame holds 1452.
    package static let datagramBytes = 2048
    /// Lines after the first; the answer of wire 14.2 has nine.
    package static let headers = 32
    /// Bytes of a line without its end.
    package static let lineBytes = 512
    /// Ports up to here are refused everywhere (behaviour 23 item 22).
    package static let lastRefusedPort: UInt16 = 1024

    // MARK: Answering

    /// Seconds over which answers are spread: what we ask for, and the most we grant (behaviour 23 item 28).
    package static let maximumDelay = 3
    /// Answers waiting for their delay. A link has some hundred hosts at most; one that searches again finds us then.
    package static let delayedAnswers = 64
    /// Answers to one address of the link within a window. A search is 146 bytes and an answer less than 512, and only
    /// addresses of the link are answered: nobody can be sent more than 10 kB in ten seconds through us, and nobody
    /// outside the link anything. Twenty lets ten processes of one host search for two clouds every ten seconds.
    package static let answersPerSource = 20
    package static let answerWindow: Duration = .seconds(10)
    /// Addresses answered within a window.
    package static let answeredSources = 64

    // MARK: Searching

    /// Findings passed on for one search (behaviour 7.2).
    package static let findingsPerSearch = 5
    /// How long answers belong to a search: the delay granted, and a second for the way (behaviour 7).
    package static let searchLifetime: Duration = .seconds(4)

    // MARK: Announcing

    /// How long an announcement holds (behaviour 23 item 28).
    package static let maximumAge = 1800
    /// Half of it (behaviour 23 item 28).
    package static let announcementInterval: Duration = .seconds(maximumAge / 2)
    /// How much that varies: hosts switched on together do not speak together for ever (behaviour 22).
    package static let announcementSpread: Duration = announcementInterval / 5
    /// A first announcement is said twice, because datagrams get lost.
    package static let firstRepetition: Duration = .seconds(1)
    /// How long a message of a publication that was withdrawn is still known to be our own.
    package static let retirement: Duration = .seconds(5)

    // MARK: Listening

    /// Announcements passed on from one interface within a window.
    package static let announcementsHeard = 20
    package static let announcementWindow: Duration = .seconds(60)
    /// Interfaces of which announcements are passed on within a window.
    package static let interfacesHeard = 32
}
