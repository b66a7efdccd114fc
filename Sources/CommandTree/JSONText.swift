extension JSONValue {
    /// The document as text for people to read: indented, its members sorted.
    package var text: String {
        var text = ""
        write(to: &text, indentation: "")
        return text + "\n"
    }

    private func write(to text: inout String, indentation: String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += "\(value)"
        case .number(let value): text += "\(value)"
        case .string(let value): text += Self.quoted(value)
        case .array(let values):
            Self.write(values.map { ("", $0) }, "[", "]", to: &text, indentation)
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            Self.write(sorted.map { (Self.quoted($0.key) + ": ", $0.value) }, "{", "}", to: &text, indentation)
        }
    }

    private static func write(
        _ parts: [(label: String, value: JSONValue)], _ opening: String, _ closing: String, to text: inout String,
        _ indentation: String
    ) {
        text += opening
        let inner = indentation + "  "
        for (index, part) in parts.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + inner + part.label
            part.value.write(to: &text, indentation: inner)
        }
        text += (parts.isEmpty ? "" : "\n" + indentation) + closing
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
