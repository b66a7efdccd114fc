import Mesh
import PeerBase
import Testing

@Suite("Identifiers of a mesh") struct IdentifierTests {
    @Test("0 names no node, and is never chosen")
    func zeroIsNobody() {
        #expect(NodeID(0) == nil)
        var random = RandomSource(seed: 1)
        #expect(NodeID(random: &random).number != 0)
    }
}
