internal import Collaboration
internal import Logging
internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import PeerIdentity
internal import PeerStore
internal import SSDPTransport
internal import Synchronization

/// The engine of one process: its clouds, its names and its keys.
package actor Engine: PeerServices {
    /// The port of PNRP (wire 1).
    static let standardPort: UInt16 = 3540

    let options: EngineOptions
    let log: Logger
    let keys: KeyRing
    let memory: Memory
    /// Those of the links by the number of their interface, then the global one.
    var knownClouds: [Cloud]
    /// The interfaces as they were seen last, and the names of the clouds that were told of then.
    var host = HostInterfaces()
    /// How they are seen.
    private let look: @Sendable () -> HostInterfaces
    var toldClouds: [String]?
    var watch: HostWatch?
    var links: SSDPService?
    var seedBook = SeedBook()
    /// The name under which this machine is published now.
    var publishedMachineName: PeerName?
    /// Whether what is kept is published, in clouds that come later too.
    var publishesPersistentRegistrations = false
    var laboratory: Laboratory?
    /// The meshes this process is in, or is about to join, by their ids.
    var memberships: [String: Joining] = [:]
    /// Made at the first need.
    var collaboration: CollaborationHost?
    nonisolated let collaborationLog = CollaborationLog { CollaborationClock.moment.time }
    var isClosed = false
    nonisolated let fanout: EventFanout<EngineEvent>
    nonisolated let words: Mutex<WordList>

    /// Bounds of ``shutdown()``: leaving the clouds takes most of two seconds at worst.
    private static let leaving: Duration = .milliseconds(1800)

    /// Reads no file and opens no socket. Throws when an option cannot be meant.
    package init(_ options: EngineOptions) throws(EngineError) {
        try self.init(options) { .current }
    }

    /// On a host that looks like this.
    init(_ options: EngineOptions, seeing look: @escaping @Sendable () -> HostInterfaces) throws(EngineError) {
        self.options = options
        self.look = look
        let log = Logger(label: "p2psh", isSilent: !options.isLogging)
        let fanout = EventFanout<EngineEvent> { .eventsLost($0) }
        self.log = log
        self.fanout = fanout
        keys = KeyRing(directory: options.directories.keys)
        memory = Memory(path: options.directories.database) { error in
            log.warning("\(error)")
            fanout.send(.warning("\(error)", hint: error.hint))
        }
        knownClouds = [try .global(options)]
        words = Mutex(WordList(words: CompletionWords(clouds: [Cloud.globalName])))
    }

    /// Opens the global cloud if the command line says how to find others; returns when it has its sockets and is
    /// looking for them, and a laboratory once all of it is joined.
    package func start() async throws(EngineError) {
        guard options.opensAtStart else { return }
        try await hold(cloud: Cloud.globalName)
    }

    /// What a run that stays does at its start: follows the host, publishes what is kept, and the machine's name if that
    /// was wished, and signs in where that was set.
    package func beginSession() async {
        await followHost()
        await watchHost()
        await publishPersistentRegistrations()
        await publishMachineNameAutomatically()
        await signInAutomatically()
    }

    /// Takes back every name, keeps what is worth remembering and closes everything, within two seconds.
    package func shutdown() async {
        guard !isClosed else { return }
        isClosed = true
        await watch?.close()
        await withTaskGroup { group in
            group.addTask { await self.leaveAllMeshes() }
            if let collaboration { group.addTask { await collaboration.close() } }
            for cloud in knownClouds {
                // An opening under way sees for itself that it comes too late.
                guard let driver = cloud.driver else { continue }
                group.addTask { await self.leave(cloud, driver) }
            }
            if let links { group.addTask { await links.close() } }
        }
        await laboratory?.close()
        fanout.finish()
        collaborationLog.finish()
    }

    private func leave(_ cloud: Cloud, _ driver: PNRPDriver) async {
        let remembered = await driver.shutdown(within: Self.leaving)
        let traffic = await driver.snapshot.traffic
        log.debug("\(cloud.name) left: \(traffic)")
        if let key = cloud.memoryKey { await memory.keep(remembered, ofCloud: key) }
    }

    func hostNow() -> HostInterfaces { look() }

    package nonisolated func events() -> AsyncStream<EngineEvent> { fanout.stream() }
}

extension Logger {
    /// Everything to standard error, or nothing at all.
    fileprivate init(label: String, isSilent: Bool) {
        self.init(label: label) { label -> any LogHandler in
            if isSilent { return SwiftLogNoOpLogHandler() }
            return StreamLogHandler.standardError(label: label)
        }
        logLevel = .debug
    }
}
