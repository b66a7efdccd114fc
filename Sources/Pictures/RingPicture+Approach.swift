// The approach: the same walk on the scale of bits, the target in the middle, one row for each step.

extension WalkPanel {
    private var middle: Double { (Frame.approachLeft + Frame.right) / 2 }
    private var reach: Double { (Frame.right - Frame.approachLeft) / 2 }
    private var top: Double { Frame.panelTop + 62 }
    private var bottom: Double { Frame.panelTop + panelHeight - 18 }

    func drawApproach(into markup: inout Markup) {
        let left = Frame.approachLeft
        markup.label("The approach", at: Point(x: left, y: Frame.panelTop + 12), "caption ink")
        markup.label(
            "the way left to the target, halved with every bit; it lies in the middle",
            at: Point(x: left, y: Frame.panelTop + 29), "note dim")
        drawGround(into: &markup)
        guard let target = walk.target else { return }
        let rows = rows(around: target)
        for (row, next) in zip(rows, rows.dropFirst()) { drawStep(from: row.place, to: next, into: &markup) }
        for row in rows { draw(row, into: &markup) }
    }

    private func drawGround(into markup: inout Markup) {
        let height = bottom - top
        markup.box(at: Point(x: Frame.approachLeft, y: top), width: reach * 2, height: height, corner: 6, "panel")
        let core = reach * (1 - Approach.evenPart) * 0.62
        markup.box(at: Point(x: middle - core, y: top), width: core * 2, height: height, "band")
        for bits in approach.marks {
            let offset = reach * (1 - approach.part(Double(bits)))
            for side in [-1.0, 1] {
                let x = middle + side * offset
                if bits > 0 { markup.line(from: Point(x: x, y: top), to: Point(x: x, y: bottom), "thin line") }
                let inset = bits > 0 ? 0 : -side * 3
                let anchor = bits > 0 ? "middle" : side < 0 ? "start" : "end"
                // The last one would touch the middle's.
                guard bits < approach.evenBits else { continue }
                markup.label("\(bits)", at: Point(x: x + inset, y: top - 6), "tiny dim", anchor: anchor)
            }
        }
        markup.line(from: Point(x: middle, y: top), to: Point(x: middle, y: bottom), "thin target-line")
        markup.label("the name", at: Point(x: middle, y: top - 6), "tiny target", anchor: "middle")
        markup.label(
            "◂ counter-clockwise of it", at: Point(x: Frame.approachLeft + 3, y: bottom + 15), "tiny dim")
        markup.label("clockwise of it ▸", at: Point(x: Frame.right - 3, y: bottom + 15), "tiny dim", anchor: "end")
    }

    private struct Row {
        /// `nil` for ourselves.
        let step: Walk.Numbered?
        let place: Point
    }

    /// Everybody who has a place, from the top down.
    private func rows(around target: UInt64) -> [Row] {
        let placed = steps.filter { $0.step.node.place != nil }
        let own = walk.origin.flatMap { $0.place == nil ? nil : $0 }
        let nodes = [own].compactMap { $0 } + placed.map(\.step.node)
        let pitch = min(52, (bottom - top - 44) / Double(max(1, nodes.count - 1)))
        let first = (top + bottom - pitch * Double(nodes.count - 1)) / 2
        return nodes.enumerated().compactMap { index, node in
            guard let nearness = node.nearness(to: target) else { return nil }
            let offset = reach * (1 - approach.part(nearness.bits)) * (nearness.isClockwise ? 1 : -1)
            // Nobody is drawn over the border.
            let x = min(max(middle + offset, Frame.approachLeft + 16), Frame.right - 16)
            let position = own == nil ? index : index - 1
            return Row(
                step: position < 0 ? nil : placed[position], place: Point(x: x, y: first + Double(index) * pitch))
        }
    }

    private func drawStep(from here: Point, to next: Row, into markup: inout Markup) {
        guard let verdict = next.step?.step.verdict else { return }
        let half = (here.y + next.place.y) / 2
        let bends = "\(Point(x: here.x, y: half).data) \(Point(x: next.place.x, y: half).data)"
        markup.path("M\(here.data)C\(bends) \(next.place.data)", "way \(verdict.style)-line")
    }

    private func draw(_ row: Row, into markup: inout Markup) {
        guard let numbered = row.step else { return markup.house(at: row.place, radius: 9) }
        markup.badge(numbered.number, numbered.step.verdict, at: row.place, radius: 9)
    }
}
