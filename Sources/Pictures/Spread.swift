/// Where labels go that want to be at certain places of a circle and must keep apart: as near as can be to where they
/// want to be, in the same order.
///
/// - Parameters:
///   - wishes: parts of a turn, in any order.
///   - gap: how much of a turn lies between two neighbours at least; less where there is not enough room.
/// - Returns: a part of a turn for each wish; it may be a little below 0 or above 1.
func spread(_ wishes: [Double], gap: Double) -> [Double] {
    guard wishes.count > 1 else { return wishes }
    let gap = min(gap, 1 / Double(wishes.count))
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    // The circle is cut open where nobody is.
    let cut = order.indices.max { emptiness(before: $0, order, wishes) < emptiness(before: $1, order, wishes) } ?? 0
    let opened = Array(order[cut...] + order[..<cut])
    var heaps: [Heap] = []
    for index in opened {
        let start = wishes[opened[0]]
        let wish = wishes[index] < start ? wishes[index] + 1 : wishes[index]
        heaps.append(Heap(members: [index], center: wish))
        while heaps.count > 1, heaps[heaps.count - 2].end(gap) + gap > heaps[heaps.count - 1].start(gap) + 1e-12 {
            let last = heaps.removeLast()
            heaps[heaps.count - 1].absorb(last)
        }
    }
    var places = wishes
    for heap in heaps {
        for (offset, index) in heap.members.enumerated() { places[index] = heap.start(gap) + Double(offset) * gap }
    }
    return places
}

/// Labels that touch each other, around the middle of their wishes.
private struct Heap {
    var members: [Int]
    var center: Double

    func start(_ gap: Double) -> Double { center - Double(members.count - 1) * gap / 2 }
    func end(_ gap: Double) -> Double { center + Double(members.count - 1) * gap / 2 }

    mutating func absorb(_ next: Heap) {
        let (mine, theirs) = (Double(members.count), Double(next.members.count))
        center = (center * mine + next.center * theirs) / (mine + theirs)
        members += next.members
    }
}

private func emptiness(before position: Int, _ order: [Int], _ wishes: [Double]) -> Double {
    let wish = wishes[order[position]]
    return position == 0 ? wish + 1 - wishes[order[order.count - 1]] : wish - wishes[order[position - 1]]
}
