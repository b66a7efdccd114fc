import CommandTree

/// SVG as it is written: elements one after the other, numbers short, text harmless.
struct Markup {
    private(set) var text = ""

    /// An element without content. Attributes are ours; they hold no text of others.
    mutating func element(_ name: String, _ attributes: String) { text += "<\(name) \(attributes)/>\n" }

    mutating func group(_ attributes: String, _ content: (inout Markup) -> Void) {
        text += "<g \(attributes)>\n"
        content(&self)
        text += "</g>\n"
    }

    /// Text of anybody's at a point; `anchor` is `start`, `middle` or `end`.
    mutating func label(_ content: String, at point: Point, _ style: String, anchor: String = "start") {
        let place = "x=\"\(short(point.x))\" y=\"\(short(point.y))\""
        let anchoring = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
        text += "<text class=\"\(style)\" \(place)\(anchoring)>\(escaped(content))</text>\n"
    }

    mutating func line(from start: Point, to end: Point, _ style: String) {
        let ends = "x1=\"\(short(start.x))\" y1=\"\(short(start.y))\" x2=\"\(short(end.x))\" y2=\"\(short(end.y))\""
        element("line", "class=\"\(style)\" \(ends)")
    }

    mutating func circle(at center: Point, radius: Double, _ style: String) {
        let place = "cx=\"\(short(center.x))\" cy=\"\(short(center.y))\" r=\"\(short(radius))\""
        element("circle", "class=\"\(style)\" \(place)")
    }

    mutating func box(at corner: Point, width: Double, height: Double, corner radius: Double = 0, _ style: String) {
        let place = "x=\"\(short(corner.x))\" y=\"\(short(corner.y))\""
        let size = "width=\"\(short(width))\" height=\"\(short(height))\""
        element("rect", "class=\"\(style)\" \(place) \(size)" + (radius > 0 ? " rx=\"\(short(radius))\"" : ""))
    }

    mutating func path(_ data: String, _ style: String) { element("path", "class=\"\(style)\" d=\"\(data)\"") }
}

/// A coordinate: tenths are finer than anybody sees.
func short(_ value: Double) -> String { decimal(value, places: 1) }

extension Point {
    /// As a path has it.
    var data: String { "\(short(x)) \(short(y))" }
}

/// Text of strangers as the content of an element: no control, no direction of reading, no markup. A parser of XML
/// sees scalars: a sign with a combining mark behind it is markup to it all the same.
func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in sanitized(text).unicodeScalars {
        switch scalar {
        case "&": result.append(contentsOf: "&amp;".unicodeScalars)
        case "<": result.append(contentsOf: "&lt;".unicodeScalars)
        case ">": result.append(contentsOf: "&gt;".unicodeScalars)
        case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
        default: result.append(scalar)
        }
    }
    return String(result)
}

/// The columns of a text once it is harmless.
func sanitizedWidth(of text: String) -> Int { displayWidth(of: sanitized(text)) }

/// The text, cut in its middle if it is wider than that many columns of a terminal.
func fitted(_ text: String, columns: Int, ellipsis: String = "…") -> String {
    let text = sanitized(text)
    guard displayWidth(of: text) > columns else { return text }
    let room = max(0, columns - displayWidth(of: ellipsis))
    let tail = Substring(String(beginning(of: String(text.reversed()), columns: room / 2).reversed()))
    return beginning(of: text, columns: room - displayWidth(of: String(tail))) + ellipsis + tail
}

private func beginning(of text: String, columns: Int) -> String {
    var result = ""
    var used = 0
    for character in text {
        used += displayWidth(of: String(character))
        guard used <= columns else { break }
        result.append(character)
    }
    return result
}
