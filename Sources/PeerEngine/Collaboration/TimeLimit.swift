/// Does the same with every item at once, and gives up what is not done in time; what was done by then is told.
func withTimeLimit<Item: Sendable, Value: Sendable>(
    _ limit: Duration, _ items: [Item], _ work: @escaping @Sendable (Item) async -> Value
) async -> [Value] {
    await withTaskGroup(of: Value?.self) { group in
        for item in items { group.addTask { await work(item) } }
        group.addTask {
            try? await Task.sleep(for: limit)
            return nil
        }
        var values: [Value] = []
        while values.count < items.count, let value = await group.next() {
            guard let value else { break }
            values.append(value)
        }
        group.cancelAll()
        return values
    }
}
