import CommandTree
import PeerEngine
import Shell
import Testing

/// What netsh is known to have printed, byte for byte (netsh 3).
@Suite("Pinned: clouds", .tags(.pinned)) struct PinnedCloudTests {
    @Test("O-1 show list with one interface: rule and rows by byte, the header by words")
    func list() async {
        let clouds = [
            CloudSnapshot.link("LinkLocal_2001:4898:28:2::/64", 8), CloudSnapshot.global("2001:db8::1", "2001:db8::2"),
        ]
        let answers = await TypedShell(.init(clouds: clouds)).type("p2p pnrp cloud show list").answers
        let lines = answers.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].split(separator: " ") == ["Scope", "Id", "Addr", "State", "Name"])
        #expect(
            lines.dropFirst().joined(separator: "\n") == """
                -----  -----  -----  ----------------  -----
                    3      8      1  Active            LinkLocal_2001:4898:28:2::/64
                    1      0      2  Active            Global_

                """)
    }

    @Test("O-2 show list with two interfaces, a name longer than its column")
    func longList() async {
        let clouds = [
            CloudSnapshot.link("LinkLocal_{1FFC205C-6D0D-43A0-B471-59E9FE0CFF}", 8),
            CloudSnapshot.link("LinkLocal_2001:4898:28:2::/64", 12),
            CloudSnapshot.global("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4"),
        ]
        let answers = await TypedShell(.init(clouds: clouds)).type("p2p pnrp cloud show list").answers
        #expect(
            answers.hasSuffix(
                """

                -----  -----  -----  ----------------  -----
                    3      8      1  Active            LinkLocal_{1FFC205C-6D0D-43A0-B471-59E9FE0CFF}
                    3     12      1  Active            LinkLocal_2001:4898:28:2::/64
                    1      0      4  Active            Global_

                """))
    }

    @Test("O-3 show names")
    func names() async {
        let shell = TypedShell(.init(clouds: [.traders], names: [.traderChat]))
        #expect(
            await shell.type("p2p pnrp cloud show names").answers == """
                P2P Name:       0.quickreturntraderchat
                Identity:       2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2
                Comment:        a?????????
                PNRP ID:        cf284a913c76d8289f16c4fefbe18b7a.5bcca4c6a1090f379d15b0f12fc89b08
                State:          OK
                IP Addresses: tcp
                                [2001:0000:4136:e37a:2847:1735:a83d:dc55]:11989 tcp

                """)
    }

    @Test("O-4 show statistics, in the letters of a batch file found in the wild (netsh 2.6)")
    func statistics() async {
        let shell = TypedShell(.init(clouds: [.traders]))
        #expect(
            await shell.type("P2P PNRP CL SH ST *").answers == """
                IP Addresses: [2001:0000:4136:e37a:2847:1735:a83d:dc55]:3540
                Number of cache entries: 34
                Estimated cloud size: 142
                Number of registered names: 3
                Throttled resolves: 0
                Throttled solicits: 0
                Throttled floods: 0
                Throttled repairs: 0

                """)
    }
}
