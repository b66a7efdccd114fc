import CommandTree

/// Whatever somebody may type, and every place in it where they may press Tab. The first byte says in which context.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let first = input.first else { return 0 }
    let place = FuzzedTree.places[Int(first) % FuzzedTree.places.count]
    let line = String(decoding: input.dropFirst(), as: UTF8.self)
    run(line, at: place)
    run(line.split(separator: "|", omittingEmptySubsequences: false).map(String.init), at: place)
    complete(line, at: place)
    precondition(comesBack(line), "a text in quotes does not come back")
    let harmless = sanitized(line)
    precondition(sanitized(harmless) == harmless, "sanitizing twice is not sanitizing once")
    _ = displayWidth(of: harmless)
    return 0
}

/// How many characters from the end Tab is tried at.
private let mostPrefixes = 40

private func run(_ line: String, at place: ContextPath<FuzzedTree.Nobody>) {
    _ = Tokenizer.isRemark(line)
    do throws(UsageError) {
        let words = try Tokenizer.words(of: line)
        precondition(words.map(\.column) == words.map(\.column).sorted(), "words are out of order")
        for word in words {
            precondition((1...line.count).contains(word.column), "a word begins outside of the line")
            precondition(comesBack(word.text), "a word in quotes does not come back")
        }
        try bind(words, end: line.count + 1, at: place)
    } catch {
        check(error, line)
    }
}

/// As the program's own arguments.
private func run(_ arguments: [String], at place: ContextPath<FuzzedTree.Nobody>) {
    let line = arguments.joined(separator: " ")
    do throws(UsageError) {
        let words = try Tokenizer.words(from: arguments)
        precondition(words.map(\.text) == arguments, "arguments were split")
        try bind(words, end: line.count + 1, at: place)
    } catch {
        check(error, line)
    }
}

private func bind(
    _ words: [Word], end: Int, at place: ContextPath<FuzzedTree.Nobody>
) throws(UsageError) {
    switch Matcher(at: place).match(words) {
    case .found(.nothing), .found(.context): break
    case .found(.help(let topic)), .incomplete(let topic): show(topic)
    case .ambiguous(let error), .unknown(let error): throw error
    case .found(.command(let command, let arguments)):
        _ = command.holdsSecret(arguments)
        show(.command(command))
        let invocation = try Binder.bind(arguments, to: command, end: end)
        for parameter in command.parameters { _ = invocation.has(parameter.tag) }
    }
}

private func show(_ topic: HelpTopic<FuzzedTree.Nobody>) {
    precondition(!HelpText.lines(on: topic).isEmpty, "there is no help")
}

private func check(_ error: UsageError, _ line: String) {
    precondition((1...line.count + 1).contains(error.column), "an error stands outside of the line")
    precondition(!error.message.isEmpty, "an error says nothing")
    for text in error.explanation(of: line) {
        precondition(sanitized(text) == text, "an explanation is not harmless")
    }
}

/// Bytes, not characters: what looks the same is not the same.
private func comesBack(_ text: String) -> Bool {
    let quoted = Tokenizer.quoted(text)
    guard let words = try? Tokenizer.words(of: quoted) else {
        // What cannot be typed at all.
        return quoted.utf8.count > Limits.lineBytes
            || text.unicodeScalars.contains { $0 != "\t" && $0.properties.generalCategory == .control }
    }
    return words.count == 1 && words[0].text.utf8.elementsEqual(text.utf8)
}

private func complete(_ line: String, at place: ContextPath<FuzzedTree.Nobody>) {
    var left = line
    for _ in 0..<min(mostPrefixes, line.count + 1) {
        tab(left, at: place)
        _ = left.popLast()
    }
}

/// Tab adds to what was typed, and changes at most its case and its quotes.
private func tab(_ left: String, at place: ContextPath<FuzzedTree.Nobody>) {
    let completer = Completer(at: place) { _, _ in FuzzedTree.candidates }
    _ = completer.hint(for: left)
    let completion = completer.complete(left)
    precondition((0...left.count).contains(completion.deleting), "more is deleted than there is")
    guard !completion.insertion.isEmpty || completion.deleting > 0 else { return }
    let result = String(left.dropLast(completion.deleting)) + completion.insertion
    let before = words(typed: left)
    let after = words(typed: result)
    precondition(after.count >= before.count, "a word was lost")
    for (old, new) in zip(before, after) {
        let isKept = new.lowercased().unicodeScalars.starts(with: old.lowercased().unicodeScalars)
        precondition(isKept, "'\(left)' became '\(result)'")
    }
}

/// The words of a line that may end within quotes.
private func words(typed line: String) -> [String] {
    for end in ["", "\"", "'"] {
        if let words = try? Tokenizer.words(of: line + end) { return words.map(\.text) }
    }
    return []
}
