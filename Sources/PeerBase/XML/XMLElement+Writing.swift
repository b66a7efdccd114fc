extension XMLElement {
    /// The document in UTF-8: the declaration, then this element on one line, with a prefix for each of these namespaces
    /// declared at its root. The empty prefix makes a namespace the default. Characters that XML 1.0 does not allow are
    /// left out (collab 10.12).
    ///
    /// Every namespace used must be among them.
    package func document(prefixes: KeyValuePairs<String, String>) -> [UInt8] {
        var writer = Writer(prefixes: prefixes)
        writer.text = #"<?xml version="1.0" encoding="utf-8"?>"# + "\n"
        writer.write(self, declaring: prefixes)
        return Array(writer.text.utf8)
    }

    private struct Writer {
        var text = ""
        let prefixByNamespace: [String: String]

        init(prefixes: KeyValuePairs<String, String>) {
            prefixByNamespace = Dictionary(prefixes.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        }

        mutating func write(_ element: XMLElement, declaring prefixes: KeyValuePairs<String, String> = [:]) {
            let name = qualified(element.name)
            text += "<" + name
            for (prefix, namespace) in prefixes {
                write(attribute: prefix.isEmpty ? "xmlns" : "xmlns:" + prefix, value: namespace)
            }
            for attribute in element.attributes { write(attribute: qualified(attribute.name), value: attribute.value) }
            guard !element.text.isEmpty || !element.children.isEmpty else { return text += "/>" }
            text += ">"
            text += Self.escaped(element.text)
            for child in element.children { write(child) }
            text += "</" + name + ">"
        }

        private mutating func write(attribute name: String, value: String) {
            text += " " + name + "=\"" + Self.escaped(value, isAttribute: true) + "\""
        }

        private func qualified(_ name: XMLElement.Name) -> String {
            guard let prefix = prefixByNamespace[name.namespace], !prefix.isEmpty else { return name.local }
            return prefix + ":" + name.local
        }

        /// In attributes, white space other than blanks would come back as blanks unless written by number.
        private static func escaped(_ text: String, isAttribute: Bool = false) -> String {
            var result = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": result.append(contentsOf: "&amp;".unicodeScalars)
                case "<": result.append(contentsOf: "&lt;".unicodeScalars)
                case ">": result.append(contentsOf: "&gt;".unicodeScalars)
                case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
                case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
                case "\n" where isAttribute: result.append(contentsOf: "&#10;".unicodeScalars)
                case "\t" where isAttribute: result.append(contentsOf: "&#9;".unicodeScalars)
                case "\t", "\n", "\u{20}"..."\u{d7ff}", "\u{e000}"..."\u{fffd}", "\u{10000}"..."\u{10ffff}":
                    result.append(scalar)
                default: continue
                }
            }
            return String(result)
        }
    }
}
