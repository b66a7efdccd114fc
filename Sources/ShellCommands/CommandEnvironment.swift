package import CommandTree
import Glibc
package import PeerEngine

/// What a command of p2psh is handed beside its arguments.
package struct CommandEnvironment: Sendable {
    package let services: any ShellServices
    /// Whether this process was started for one command and ends with it, and with it the names it publishes. Such a
    /// command waits for its cloud to settle where it needs other members (architecture 4).
    package let isOneShot: Bool
    /// The time from one probe of `ping` to the next.
    package let probeInterval: Duration
    /// What waiting is measured with.
    package let clock: any Clock<Duration>
    /// The time of day, in seconds since 1970.
    package let wallClock: @Sendable () -> Int
    /// The width of the terminal that answers go to, now; `nil` when it is none.
    package let columns: @Sendable () -> Int?
    /// What this user is called here, if the system says.
    package let userName: String?
    /// What `#2` means: the people who were listed last.
    let listing = PeopleListing()
    /// The invitations whose end somebody waits for, who need not be told of it again.
    let awaited = AwaitedInvitations()

    package init(
        services: any ShellServices, isOneShot: Bool = false, probeInterval: Duration = .seconds(1),
        clock: any Clock<Duration> = ContinuousClock(), wallClock: @escaping @Sendable () -> Int = { time(nil) },
        columns: @escaping @Sendable () -> Int? = { nil }, userName: String? = nil
    ) {
        self.services = services
        self.isOneShot = isOneShot
        self.probeInterval = probeInterval
        self.clock = clock
        self.wallClock = wallClock
        self.columns = columns
        self.userName = userName
    }
}

/// All that the commands ask of an engine.
package typealias ShellServices = PeerServices & MeshServices & CollaborationServices

package typealias ShellCommand = Command<CommandEnvironment>

extension CommandEnvironment {
    /// Asks the services, and turns their errors into sentences.
    func ask<Answer>(
        _ question: (any ShellServices) async throws(EngineError) -> Answer
    ) async throws -> Answer {
        do throws(EngineError) {
            return try await question(services)
        } catch .collaboration(.notSignedIn) where isOneShot {
            throw CommandFailure.signedOutAlone
        } catch {
            throw error.asSeenByPeople
        }
    }
}

// MARK: Words for Tab

extension CandidateSource {
    static let clouds: CandidateSource = "clouds"
    static let ownNames: CandidateSource = "own names"
    /// Those to look for: own ones, and what others publish.
    static let names: CandidateSource = "names"
    static let identities: CandidateSource = "identities"
    static let meshes: CandidateSource = "meshes"
    /// Those who can be told something.
    static let members: CandidateSource = "members"
    /// Nicknames of people near us.
    static let people: CandidateSource = "people"
    /// Labels of contacts.
    static let contacts: CandidateSource = "contacts"
    /// People near us, and contacts.
    static let parties: CandidateSource = "parties"
    /// Ids of applications registered here.
    static let applications: CandidateSource = "applications"
}

extension CandidateSource {
    /// All those for which ``CommandEnvironment/candidates(from:)`` has an answer.
    package static var p2psh: [CandidateSource] {
        [
            .clouds, .ownNames, .names, .identities, .meshes, .members, .people, .contacts, .parties, .applications,
        ]
    }
}

extension CommandEnvironment {
    /// What Tab may offer for a source of ours, at once; nothing for any other source.
    package func candidates(from source: CandidateSource) -> [Candidate] {
        let words = services.completions
        return switch source {
        case .clouds: words.clouds.map { Candidate($0) }
        case .ownNames: words.ownNames.map { Candidate($0) }
        case .names: (words.ownNames + words.foreignNames).map { Candidate($0) }
        case .identities: words.identities.map { Candidate($0) }
        case .meshes: words.meshes.map { Candidate($0) }
        case .members: words.members.map { Candidate($0) }
        case .people: words.people.map { Candidate($0) }
        case .contacts: words.contacts.map { Candidate($0) }
        case .parties: Array(Set(words.people + words.contacts)).sorted().map { Candidate($0) }
        case .applications: words.applications.map { Candidate($0) }
        default: []
        }
    }
}
