internal import Synchronization

/// Runs asynchronous work that waits for nothing, here and to its end: the judge of certificates is asynchronous for the
/// sake of revocation lists on the network, which meshes do not use, and its answer is needed in the middle of a decision.
/// `nil` if the work waits after all.
func completing<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value? {
    let place = Place()
    let answer = Answer<Value>()
    Task(executorPreference: place) {
        let value = await work()
        answer.value.withLock { $0 = value }
    }
    place.run()
    return answer.value.withLock { $0 }
}

private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

/// Where the pieces of such work queue up until the caller runs them.
private final class Place: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    func run() {
        while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
