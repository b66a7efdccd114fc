import ArgumentParser
import CommandTree
import ShellCommands
import Testing

@testable import p2psh

@Suite("The options of the program") struct OptionsTests {
    @Test("what help, manual and completion tell is what can be parsed, each name of it")
    func names() {
        let parsed = Options.helpMessage().matches(of: /(?:^|[\s,\[])(--?[a-z][a-z-]*)/).map { String($0.output.1) }
        let told = ProgramDescription.p2psh.options.flatMap(\.names)
        #expect(Set(parsed) == Set(told))
        #expect(told.count == Set(told).count)
        #expect(told.contains("--keep-going"))
    }

    @Test("an option takes a value where its description says so", arguments: ProgramDescription.p2psh.options)
    func values(option: ProgramDescription.Option) throws {
        guard !option.names.contains("--help") else { return }
        for name in option.names {
            let isAlone = (try? Options.parse([name])) != nil
            #expect(isAlone == (option.argument == nil), "\(name)")
        }
    }
}
