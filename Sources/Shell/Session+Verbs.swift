import CommandTree

// What a session does itself. Every verb answers one document, as the commands of the tree do.

extension Session {
    func perform(
        _ verb: SessionVerb, _ invocation: Invocation, _ line: String, _ origin: Origin
    ) async throws(UsageError) -> ExitStatus {
        guard !settings.checksOnly || verb.mattersToLaterLines else { return .success }
        switch verb {
        case .leave: return await leaveAsTold(from: origin)
        case .execute: return await run(script: invocation.text("filename"), from: origin)
        case .showContext: return answer(contextDocument)
        case .enterContext: return tellingContext(await enter(invocation.text("context"), from: origin))
        case .pushContext: return tellingContext(await push(invocation.texts("context"), from: origin))
        case .popContext: return tellingContext(pop(from: origin))
        case .alias: return setAlias(invocation, origin)
        case .removeAlias: return removeAlias(invocation.text("name"), origin)
        case .showAliases: return answer(.aliases(aliases.all))
        case .setMode where invocation.text("mode") == "online": return await goOnline(origin)
        case .setMode, .goOffline: return goOffline(origin)
        case .goOnline: return await goOnline(origin)
        case .showMode: return showMode()
        case .showPending: return answer(pending.document)
        case .commit: return await commitAlone(origin)
        case .discard: return discard()
        case .setFile: return try copyOutput(invocation, line, origin)
        case .setMachine: return setMachine(invocation.optionalText("name"), origin)
        case .refuseHelper: return refuseHelper(origin)
        case .showHelpers: return showHelpers()
        case .setPrompt: return setPrompt(invocation.text("word"))
        case .setHints: return setHints(invocation.text("state") == "on")
        }
    }

    /// Shows an answer, unless lines are only checked.
    func answer(_ document: Document) -> ExitStatus {
        if !settings.checksOnly { output.show(document) }
        return document.status
    }

    /// Whoever moved sees it at the prompt; a program, which sees none, is told.
    func tellingContext(_ status: ExitStatus) -> ExitStatus {
        if status == .success, output.settings.format == .json { _ = answer(contextDocument) }
        return status
    }

    private var contextDocument: Document {
        let words = path.words.joined(separator: " ")
        return Document(lines: [Line(path.text)], json: ["context": .string(words)], records: [[words]])
    }
}

extension SessionVerb {
    /// Whether a line that is only checked still has to be carried out, because what later lines mean depends on it.
    fileprivate var mattersToLaterLines: Bool {
        switch self {
        case .execute, .enterContext, .pushContext, .popContext, .alias, .removeAlias: true
        default: false
        }
    }
}
