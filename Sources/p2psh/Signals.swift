import Dispatch
import Glibc

/// Hands signals to a function, on a thread where everything is allowed; as long as this lives, they do nothing else.
final class Signals {
    private let sources: [any DispatchSourceSignal]

    init(_ numbers: [Int32], receive: @escaping @Sendable (Int32) -> Void) {
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { receive(number) }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
