internal import Collaboration
internal import Logging
internal import PeerBase
internal import PeerStore

// The applications of all users of this host, which only an administrator registers (collab 3.7, 10.11).

extension CollaborationHost {
    private enum Text {
        static let register = "Peer collaboration register application failed."
        static let unregister = "Peer collaboration unregister application failed."
    }

    private var shared: SharedApplications { SharedApplications(environment: around.environment) }

    /// What cannot be read is nobody's fault here and hides nothing else; the log of the program has it.
    func sharedApplications() async -> [Application] {
        do throws(FileFault) {
            let (applications, warnings) = try await Self.read(shared)
            for warning in warnings { logger.debug("\(warning)") }
            return applications
        } catch {
            logger.debug("applications of all users: \(error)")
            return []
        }
    }

    @concurrent
    private static func read(
        _ shared: SharedApplications
    ) async throws(FileFault) -> (applications: [Application], warnings: [String]) { try shared.all() }

    func registerShared(_ application: Application, replacing: Bool) async throws(EngineError) {
        let addition: Addition<Application>
        do throws(FileFault) {
            addition = try shared.add(application, replacing: replacing)
        } catch {
            throw EngineError(error, Text.register)
        }
        switch addition {
        case .added: return
        case .duplicate: throw EngineError(ApplicationRefusal.alreadyRegistered, Text.register)
        case .full: throw EngineError(ApplicationRefusal.tooMany, Text.register)
        }
    }

    func unregisterShared(_ id: GUID) async throws(EngineError) {
        let wasThere: Bool
        do throws(FileFault) {
            wasThere = try shared.delete(id)
        } catch {
            throw EngineError(error, Text.unregister)
        }
        guard wasThere else { throw EngineError(ApplicationRefusal.notFound, Text.unregister) }
    }
}

extension EngineError {
    fileprivate init(_ fault: FileFault, _ failure: String) {
        if case .accessDenied = fault {
            self = .collaboration(failure, .code(.accessDenied))
        } else {
            self = .collaboration(failure, .sentence("\(fault)"))
        }
    }
}
