package import Collaboration
internal import Synchronization

/// What comes on a watch, for one reader. What he has not read yet is bounded in items and in bytes.
package struct WatchItems: AsyncSequence, Sendable {
    package typealias Failure = Never

    fileprivate struct Arrival: Sendable {
        var item: WatchItem
        /// Bytes of its document.
        var size: Int
    }

    fileprivate final class Unread: Sendable {
        let bytes = Atomic<Int>(0)
    }

    private let arrivals: AsyncStream<Arrival>
    private let unread: Unread

    /// The other end of the sequence.
    struct Writer: Sendable {
        fileprivate let arrivals: AsyncStream<Arrival>.Continuation
        fileprivate let unread: Unread
        fileprivate let limit: Int

        /// False where the reader left too much unread, or reads no more: he would not know what is true.
        func add(_ item: WatchItem, size: Int) -> Bool {
            guard unread.bytes.add(size, ordering: .relaxed).newValue <= limit else { return false }
            if case .enqueued = arrivals.yield(Arrival(item: item, size: size)) { return true }
            return false
        }

        func finish() { arrivals.finish() }
    }

    /// `onEnd` is called when it has ended, or when nobody reads it any more.
    static func make(
        items: Int, bytes: Int, onEnd: @escaping @Sendable () -> Void
    ) -> (items: WatchItems, writer: Writer) {
        let unread = Unread()
        let (stream, continuation) = AsyncStream.makeStream(
            of: Arrival.self, bufferingPolicy: .bufferingOldest(items))
        continuation.onTermination = { _ in onEnd() }
        return (
            WatchItems(arrivals: stream, unread: unread),
            Writer(arrivals: continuation, unread: unread, limit: bytes)
        )
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var arrivals: AsyncStream<Arrival>.Iterator
        fileprivate let unread: Unread

        package mutating func next() async -> WatchItem? {
            await next(isolation: #isolation)
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async -> WatchItem? {
            guard let arrival = await arrivals.next(isolation: actor) else { return nil }
            unread.bytes.subtract(arrival.size, ordering: .relaxed)
            return arrival.item
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(arrivals: arrivals.makeAsyncIterator(), unread: unread)
    }
}
