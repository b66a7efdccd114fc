/// A walk as an SVG document: the ring, the approach and the table, one picture below the other for several walks.
///
/// It is 1000 units wide, follows the reader's choice of light or dark, holds no script and refers to nothing outside.
/// Whoever cannot see it finds all of it in its description.
package struct RingPicture: Sendable {
    private let walks: [Walk]

    package init(_ walks: [Walk]) { self.walks = walks }

    /// The whole document, ending with a line break.
    package var svg: String {
        let panels = walks.map(WalkPanel.init)
        let height = panels.reduce(0) { $0 + $1.height }
        var markup = Markup()
        markup.box(at: Point(x: 0, y: 0), width: Frame.width, height: height, "paper")
        var top = 0.0
        for panel in panels {
            markup.group("transform=\"translate(0 \(short(top)))\"") { panel.draw(into: &$0) }
            top += panel.height
        }
        let size = "width=\"\(short(Frame.width))\" height=\"\(short(height))\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" \(size) viewBox="0 0 \(short(Frame.width)) \(short(height))" \
            role="img" aria-labelledby="title description">
            <title id="title">\(escaped(titles))</title>
            <desc id="description">\(escaped(walks.map(\.description).joined(separator: " ")))</desc>
            <style>
            \(Palette.rules)
            </style>
            \(markup.text)</svg>

            """
    }

    private var titles: String { walks.map { "The way to \($0.name) in \($0.cloud)" }.joined(separator: "; ") }
}

extension Walk {
    /// All that the picture shows, in words.
    fileprivate var description: String {
        let beginning = "\(name) in \(cloud): \(summary)."
        let steps = drawnSteps.map { numbered in
            let step = numbered.step
            let bits = step.node.bits.map { "\($0) bits in common with the target, " } ?? ""
            return "\(numbered.number): \(step.node.label), \(bits)\(step.verdict.word), \(step.time.text)."
        }
        return ([beginning] + steps + [omission].compactMap { $0 }).joined(separator: " ")
    }
}

/// Where things are, in units of the picture.
enum Frame {
    static let width = 1000.0
    static let left = 40.0
    static let right = 960.0
    static let panelTop = 126.0
    /// The ring takes the left of its row, the approach the right.
    static let ringCenter = 250.0
    static let approachLeft = 500.0
    static let rowHeight = 38.0
    static let legendLine = 22.0
}

/// The picture of one walk.
struct WalkPanel {
    let walk: Walk
    let steps: [Walk.Numbered]
    let approach: Approach

    init(_ walk: Walk) {
        self.walk = walk
        steps = walk.drawnSteps
        approach = Approach([walk.origin].compactMap { $0 } + walk.steps.map(\.node), target: walk.target)
    }

    /// The height of the row of the ring and the approach: twenty units for each step at least.
    var panelHeight: Double { max(462, Double(steps.count) * 22 + 110) }
    var tableTop: Double { Frame.panelTop + panelHeight + 30 }
    var legendTop: Double { tableTop + 40 + Frame.rowHeight * Double(max(1, steps.count)) + 34 }
    var height: Double { legendTop + Frame.legendLine * 5 + 12 }

    func draw(into markup: inout Markup) {
        drawHeader(into: &markup)
        drawRing(into: &markup)
        drawApproach(into: &markup)
        drawTable(into: &markup)
        drawLegend(into: &markup)
    }

    // MARK: Header

    private func drawHeader(into markup: inout Markup) {
        let isLong = sanitizedWidth(of: walk.name) > 42
        let name = fitted(walk.name, columns: isLong ? 62 : 42)
        markup.label(name, at: Point(x: Frame.left, y: 50), isLong ? "title long ink" : "title ink")
        let place = fitted(walk.cloud, columns: 48) + " · " + walk.summary
        markup.label(place, at: Point(x: Frame.left, y: 76), "note dim")
        if !walk.targetText.isEmpty {
            markup.label("target " + fitted(walk.targetText, columns: 72), at: Point(x: Frame.left, y: 97), "mono dim")
        }
        drawResult(into: &markup)
    }

    /// The result, with a mark that is not its colour: a tick, a cross, a clock.
    private func drawResult(into markup: inout Markup) {
        let style = walk.result.style
        let width = 50 + Double(walk.result.word.count) * 8.7
        let left = Frame.right - width
        markup.box(at: Point(x: left, y: 27), width: width, height: 32, corner: 16, style)
        let middle = Point(x: left + 21, y: 43)
        switch walk.result {
        case .found: markup.path("M\((middle + Point(x: -6, y: 0)).data)l4.5 5l8 -9.5", "mark paper-line")
        case .notFound: markup.path("M\((middle + Point(x: -5, y: -5)).data)l10 10m0 -10l-10 10", "mark paper-line")
        case .timedOut:
            markup.circle(at: middle, radius: 7, "mark paper-line")
            markup.path("M\((middle + Point(x: 0, y: -4)).data)v4l3 2", "mark paper-line")
        }
        markup.label(walk.result.word, at: Point(x: left + 34, y: 48), "pill on")
    }

    // MARK: Legend

    private func drawLegend(into markup: inout Markup) {
        let entries = Walk.Verdict.allCases
        markup.line(
            from: Point(x: Frame.left, y: legendTop - 18), to: Point(x: Frame.right, y: legendTop - 18), "thin line")
        for (index, verdict) in entries.enumerated() {
            let place = legendPlace(index)
            markup.badge(nil, verdict, at: place, radius: 6.5)
            explain(verdict.word, verdict.meaning, at: place, into: &markup)
        }
        let ourselves = legendPlace(entries.count)
        markup.house(at: ourselves, radius: 7.5)
        explain("this machine", "it asks everybody itself, in the order of the arrows", at: ourselves, into: &markup)
        let target = legendPlace(entries.count + 1)
        markup.crosshair(at: target, radius: 5.5)
        explain("target", "the identifier that is looked for", at: target, into: &markup)
        guard let omission = walk.omission else { return }
        markup.label(omission, at: Point(x: Frame.left, y: legendTop + Frame.legendLine * 4 + 4), "note dim")
    }

    private func legendPlace(_ index: Int) -> Point {
        Point(
            x: index < 4 ? Frame.left + 10 : Frame.approachLeft + 10,
            y: legendTop + Double(index % 4) * Frame.legendLine)
    }

    private func explain(_ word: String, _ meaning: String, at place: Point, into markup: inout Markup) {
        markup.label(word, at: place + Point(x: 20, y: 4), "note ink")
        markup.label(meaning, at: place + Point(x: 110, y: 4), "note dim")
    }
}
