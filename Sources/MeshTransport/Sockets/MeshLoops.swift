internal import NIOCore
internal import NIOPosix

/// The threads on which the drivers of meshes live: made at the first mesh of the process and never ended, so that an
/// actor that lives on one can always be asked.
enum MeshLoops {
    /// One thread would do for a conversation; many members in one process keep two busy.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    /// The loops in turn.
    static var next: any EventLoop { group.next() }
}
