internal import Foundation
internal import GRDB
package import PeerBase

/// A registration that is made again at every start (netsh 4.5.1): what was typed, and not what came of it.
package struct KeptRegistration: Hashable, Sendable {
    package enum Payload: Hashable, Sendable {
        case text(String)
        case bytes([UInt8])
    }

    package struct Endpoint: Hashable, Sendable {
        package var address: IPv6Address
        package var port: UInt16
        package var protocolNumber: UInt16

        package init(address: IPv6Address, port: UInt16, protocolNumber: UInt16) {
            self.address = address
            self.port = port
            self.protocolNumber = protocolNumber
        }
    }

    package var name: String
    /// An identity string; `nil` for whoever is meant by default when it is made.
    package var identity: String?
    package var comment: String?
    /// Empty for the addresses the cloud has when it is made, with ``port``.
    package var endpoints: [Endpoint]
    package var port: UInt16
    package var payload: Payload?

    package init(
        name: String, identity: String? = nil, comment: String? = nil, endpoints: [Endpoint] = [], port: UInt16 = 0,
        payload: Payload? = nil
    ) {
        self.name = name
        self.identity = identity
        self.comment = comment
        self.endpoints = endpoints
        self.port = port
        self.payload = payload
    }
}

extension Store {
    /// Keeps a registration for a cloud, in the place of the one of that name. Names are compared byte by byte.
    package func keep(_ registration: KeptRegistration, inCloud cloud: String) throws(StoreError) {
        var text: String?
        var bytes: Data?
        switch registration.payload {
        case .text(let content)?: text = content
        case .bytes(let content)?: bytes = Data(content)
        case nil: break
        }
        let endpoints = registration.endpointData
        try write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO kept_registration
                    (cloud, name, identity, comment, endpoints, port, payload_text, payload_bytes)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    cloud, registration.name, registration.identity, registration.comment, endpoints, registration.port,
                    text, bytes,
                ])
        }
    }

    /// Forgets a registration; tells whether there was one.
    package func forgetRegistration(_ name: String, inCloud cloud: String) throws(StoreError) -> Bool {
        var count = 0
        try write { database in
            try database.execute(
                sql: "DELETE FROM kept_registration WHERE cloud = ? AND name = ?", arguments: [cloud, name])
            count = database.changesCount
        }
        return count > 0
    }

    /// Every registration kept, in the order of clouds and names.
    package func keptRegistrations() throws(StoreError) -> [(cloud: String, registration: KeptRegistration)] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM kept_registration ORDER BY cloud, name").map { row in
                guard let registration = KeptRegistration(row) else { throw StoreError.damaged(path: path) }
                return (row["cloud"], registration)
            }
        }
    }
}

extension KeptRegistration {
    /// Address, port and protocol of each endpoint.
    private static let endpointSize = 20

    fileprivate var endpointData: Data {
        var writer = ByteWriter(capacity: Self.endpointSize * endpoints.count)
        for endpoint in endpoints {
            writer.write(endpoint.address)
            writer.write(endpoint.port)
            writer.write(endpoint.protocolNumber)
        }
        return Data(writer.bytes)
    }

    /// `nil` for a row that our own code cannot have written.
    fileprivate init?(_ row: Row) {
        guard
            let name = String.fromDatabaseValue(row["name"]),
            let endpointBytes = Data.fromDatabaseValue(row["endpoints"]),
            let port = UInt16.fromDatabaseValue(row["port"]),
            let endpoints = try? Self.endpoints(Array(endpointBytes))
        else { return nil }
        let text: String? = row["payload_text"]
        let bytes: Data? = row["payload_bytes"]
        self.init(
            name: name, identity: row["identity"], comment: row["comment"], endpoints: endpoints, port: port,
            payload: text.map(Payload.text) ?? bytes.map { .bytes(Array($0)) })
    }

    private static func endpoints(_ bytes: [UInt8]) throws(DecodeError) -> [Endpoint] {
        let field = Field("endpoints", "kept_registration")
        var rest = bytes.span
        var endpoints: [Endpoint] = []
        while !rest.isEmpty {
            let address = try rest.readIPv6Address(field)
            let port = try rest.readUInt16(field)
            endpoints.append(Endpoint(address: address, port: port, protocolNumber: try rest.readUInt16(field)))
        }
        return endpoints
    }
}
