import PeerBase
import Testing
import XMLReading

private func read(_ text: String, limits: XMLLimits = .standard) throws(XMLFault) -> XMLElement {
    try XMLReader.read(Array(text.utf8), limits: limits)
}

/// What a document says.
@Suite struct XMLReaderTests {
    @Test func namesAttributesAndTextArrive() throws {
        let root = try read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <a:Root xmlns:a="urn:a" plain="1" a:own="2">
              before <!-- a remark --><Child xmlns="urn:b">&lt;text&#x21;&amp;</Child> after
              <a:Empty/>
            </a:Root>
            """)
        #expect(root.name == XMLElement.Name("Root", in: "urn:a"))
        #expect(root.attribute("plain") == "1")
        #expect(root.attribute("own", in: "urn:a") == "2")
        #expect(root.text == "before  after")
        #expect(root.children.map(\.name) == [.init("Child", in: "urn:b"), .init("Empty", in: "urn:a")])
        #expect(root.child(.init("Child", in: "urn:b"))?.text == "<text!&")
    }

    /// Qualified names in text need what is in scope where they stand (collab 10.2).
    @Test func everyElementKnowsThePrefixesInScope() throws {
        let root = try read(
            """
            <r xmlns="urn:r" xmlns:p="urn:outer"><c xmlns:p="urn:inner" xmlns:q="urn:q"><d xmlns=""/></c><e/></r>
            """)
        let child = try #require(root.children.first)
        #expect(root.prefixes == ["": "urn:r", "p": "urn:outer"])
        #expect(child.prefixes == ["": "urn:r", "p": "urn:inner", "q": "urn:q"])
        #expect(child.children.first?.prefixes == ["p": "urn:inner", "q": "urn:q"])
        #expect(child.children.first?.name == XMLElement.Name("d"))
        #expect(root.children.last?.prefixes == root.prefixes)
    }

    @Test func whatWasWrittenIsReadAgain() throws {
        let names = (one: XMLElement.Name("One", in: "urn:1"), two: XMLElement.Name("Two", in: "urn:2"))
        let child = XMLElement(
            names.two, attributes: [.init(.init("k"), "a \"b\" <c>\t\n\r&")], text: "x < y & z > \"w\" \u{1f600}")
        let prefixes: KeyValuePairs = ["": "urn:1", "t": "urn:2"]
        let written = XMLElement(names.one, children: [child]).document(prefixes: prefixes)
        let root = try XMLReader.read(written)
        #expect(root.name == names.one)
        #expect(root.children.first?.attributes == child.attributes)
        #expect(root.children.first?.text == child.text)
        #expect(root.prefixes == ["": "urn:1", "t": "urn:2"])
    }

    @Test func aByteOrderMarkIsNoText() throws {
        #expect(try XMLReader.read([0xef, 0xbb, 0xbf] + Array("<a>b</a>".utf8)).text == "b")
    }
}

/// What is refused (collab 10.2).
@Suite struct HostileDocumentTests {
    /// The oldest attack: a thousand million words from a few lines. It is refused where it begins.
    @Test func aBombOfEntitiesIsRefusedUnread() {
        var lines = ["<!DOCTYPE b [<!ENTITY e0 \"ha\">"]
        for level in 1...9 {
            let again = String(repeating: "&e\(level - 1);", count: 10)
            lines.append("<!ENTITY e\(level) \"\(again)\">")
        }
        let bomb = lines.joined() + "]><b>&e9;</b>"
        #expect(throws: XMLFault.documentType) { try read(bomb) }
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>", "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a PUBLIC 'x' 'http://example.org/x.dtd'><a/>", "<!DOCTYPE a [<!ENTITY x SYSTEM 'x'>]><a>&x;</a>",
    ])
    func everyDocumentTypeIsRefused(text: String) {
        #expect(throws: XMLFault.documentType) { try read(text) }
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        _ = try read(nested(16))
        #expect(throws: XMLFault.tooDeep) { try read(nested(17)) }
    }

    @Test func theNumberOfElementsIsBounded() throws {
        func siblings(_ count: Int) -> String { "<r>" + String(repeating: "<a/>", count: count - 1) + "</r>" }
        #expect(try read(siblings(256)).children.count == 255)
        #expect(throws: XMLFault.tooManyElements) { try read(siblings(257)) }
    }

    @Test func theNumberOfNamespacesIsBounded() throws {
        func declaring(_ count: Int) -> String {
            "<r " + (0..<count).map { "xmlns:p\($0)='urn:\($0)'" }.joined(separator: " ") + "/>"
        }
        #expect(try read(declaring(64)).prefixes.count == 64)
        #expect(throws: XMLFault.tooManyDeclarations) { try read(declaring(65)) }
    }

    @Test func theNumberOfAttributesIsBounded() throws {
        func element(_ count: Int) -> String {
            "<a><r xmlns:p='urn:p' " + (0..<count).map { "p:a\($0)=''" }.joined(separator: " ") + "/></a>"
        }
        #expect(try read(element(32)).children.first?.attributes.count == 32)
        #expect(throws: XMLFault.tooManyAttributes) { try read(element(33)) }
    }

    @Test(arguments: ["xmlns", "xmlns:p"]) func theLengthOfANamespaceIsBounded(attribute: String) throws {
        func element(_ length: Int) -> String { "<r \(attribute)='\(String(repeating: "u", count: length))'/>" }
        #expect(try read(element(256)).prefixes.values.map(\.utf8.count) == [256])
        #expect(throws: XMLFault.tooLongNamespace) { try read(element(257)) }
    }

    @Test func theSizeIsBounded() throws {
        func long(_ size: Int) -> String { "<a>" + String(repeating: "x", count: size - 7) + "</a>" }
        #expect(try read(long(32_767), limits: .datagram).text.utf8.count == 32_760)
        #expect(throws: XMLFault.tooLarge) { try read(long(32_768), limits: .datagram) }
        #expect(throws: XMLFault.tooLarge) { try read(long(65_537)) }
    }

    @Test(
        arguments: [
            [0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x00], [0x01],
        ] as [[UInt8]])
    func whatIsNoTextInUTF8IsRefused(bytes: [UInt8]) {
        #expect(throws: XMLFault.self) { try XMLReader.read(Array("<a>".utf8) + bytes + Array("</a>".utf8)) }
    }

    @Test func anotherEncodingIsRefused() {
        let utf16 = "<a>b</a>".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(throws: XMLFault.self) { try XMLReader.read([0xff, 0xfe] + utf16) }
    }

    @Test(arguments: [
        "", " ", "text", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a b=1/>", "<a b='1' b='2'/>", "<p:a/>",
        "<a p:b='1'/>",
        "<a>&nbsp;</a>", "<a>&#1;</a>", "<a xmlns:p=''/>", "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
    ])
    func whatIsNotWellFormedIsRefused(text: String) {
        #expect {
            try read(text)
        } throws: { fault in
            if case XMLFault.malformed(reason: _, line: 1) = fault { true } else { false }
        }
    }

    /// Cut anywhere, a document is none.
    @Test func aCutDocumentIsRefused() throws {
        let whole = Array("<?xml version='1.0'?><a x='1'><b>text &amp; more</b><![CDATA[<]]></a>".utf8)
        _ = try XMLReader.read(whole)
        for count in 0..<whole.count {
            #expect(throws: XMLFault.self, "\(count) bytes") { try XMLReader.read(Array(whole.prefix(count))) }
        }
    }

    /// Nothing of what was refused stays behind. Told by a process of its own: other tests take memory meanwhile.
    @Test func refusalsLeaveNoMemoryBehind() async {
        await #expect(processExitsWith: .success) {
            let documents = [
                "<!DOCTYPE a [<!ENTITY x '\(String(repeating: "y", count: 4000))'>]><a>&x;</a>",
                String(repeating: "<a b='\(String(repeating: "c", count: 1000))'>", count: 17), "<a>" + "\u{1}",
            ].map { Array($0.utf8) }
            func rounds(_ count: Int) {
                for _ in 0..<count { for document in documents { _ = try? XMLReader.read(document) } }
            }
            rounds(300)
            let before = try residentPages()
            rounds(1500)
            // A kilobyte lost each time would be 1,100 pages.
            #expect(try residentPages() - before < 500)
        }
    }
}
