internal import Foundation
internal import GRDB
package import PeerBase

/// A node of a cloud that was alive lately: a way back in after a restart (behaviour 9.7).
package struct RememberedNode: Hashable, Sendable {
    package var id: PeerID
    package var port: UInt16
    package var addresses: [IPv6Address]
    /// When it was last heard, in seconds since 1970.
    package var lastHeardUnixSeconds: Int64

    package init(id: PeerID, port: UInt16, addresses: [IPv6Address], lastHeardUnixSeconds: Int64) {
        self.id = id
        self.port = port
        self.addresses = addresses
        self.lastHeardUnixSeconds = lastHeardUnixSeconds
    }
}

extension Store {
    /// How many nodes are kept for a cloud (behaviour 9.7).
    private static let largestMemory = 20

    /// Replaces what is remembered of a cloud by the 20 of `nodes` heard last, each ID once.
    package func remember(_ nodes: [RememberedNode], inCloud cloud: String) throws(StoreError) {
        var ids: Set<PeerID> = []
        let newest = nodes.sorted(by: isNewer).filter { ids.insert($0.id).inserted }.prefix(Self.largestMemory)
        try write { database in
            try database.execute(sql: "DELETE FROM remembered_node WHERE cloud = ?", arguments: [cloud])
            let insertion = try database.makeStatement(
                sql: "INSERT INTO remembered_node (cloud, id, port, addresses, last_heard) VALUES (?, ?, ?, ?, ?)")
            for node in newest {
                try insertion.execute(arguments: [
                    cloud, node.idData, node.port, node.addressData, node.lastHeardUnixSeconds,
                ])
            }
        }
    }

    /// The nodes remembered of a cloud, the one heard last first.
    package func rememberedNodes(inCloud cloud: String, limit: Int) throws(StoreError) -> [RememberedNode] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, port, addresses, last_heard FROM remembered_node
                    WHERE cloud = ? ORDER BY last_heard DESC, id LIMIT ?
                    """,
                arguments: [cloud, max(0, limit)])
            return try rows.map { row in
                guard let node = RememberedNode(row) else { throw StoreError.damaged(path: path) }
                return node
            }
        }
    }
}

/// Newest first; equals by ID, so that the order never depends on that of the argument.
private func isNewer(_ left: RememberedNode, _ right: RememberedNode) -> Bool {
    if left.lastHeardUnixSeconds != right.lastHeardUnixSeconds {
        return left.lastHeardUnixSeconds > right.lastHeardUnixSeconds
    }
    return left.id < right.id
}

extension RememberedNode {
    fileprivate var idData: Data {
        var writer = ByteWriter(capacity: 32)
        writer.write(id)
        return Data(writer.bytes)
    }

    fileprivate var addressData: Data {
        var writer = ByteWriter(capacity: 16 * addresses.count)
        for address in addresses { writer.write(address) }
        return Data(writer.bytes)
    }

    /// `nil` for a row that our own code cannot have written.
    fileprivate init?(_ row: Row) {
        guard
            let idBytes = Data.fromDatabaseValue(row[0]),
            let port = UInt16.fromDatabaseValue(row[1]),
            let addressBytes = Data.fromDatabaseValue(row[2]),
            let lastHeard = Int64.fromDatabaseValue(row[3]),
            let id = try? Self.id(Array(idBytes)),
            let addresses = try? Self.addresses(Array(addressBytes))
        else { return nil }
        self.init(id: id, port: port, addresses: addresses, lastHeardUnixSeconds: lastHeard)
    }

    private static func id(_ bytes: [UInt8]) throws(DecodeError) -> PeerID {
        let field = Field("id", "remembered_node")
        var rest = bytes.span
        let id = try rest.readPeerID(field)
        try rest.expectEnd(field)
        return id
    }

    private static func addresses(_ bytes: [UInt8]) throws(DecodeError) -> [IPv6Address] {
        var rest = bytes.span
        var addresses: [IPv6Address] = []
        while !rest.isEmpty { addresses.append(try rest.readIPv6Address(Field("addresses", "remembered_node"))) }
        return addresses
    }
}
