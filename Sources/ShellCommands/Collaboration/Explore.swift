import Collaboration
import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// The Peer and Contact Explorer of 2008: everybody and everything in one view.
    static var explore: ShellCommand {
        ShellCommand(
            "explore", "Shows people near you, contacts, applications and clouds in one view.",
            notes: CommandNotes(
                remarks: [
                    "On a terminal the view is kept up to date until Ctrl-C; in a pipe or a script it is shown once, "
                        + "unless watch= says otherwise. Nobody is asked for it: of contacts it shows what they told "
                        + "last."
                ],
                output: [
                    .init("People near you", "As 'show people' shows them."),
                    .init("Contacts", "Each with the presence of every endpoint that is known."),
                    .init("Applications", "Those registered here."), .init("Clouds", "Those of this machine."),
                ],
                record: ["kind", "id", "name", "state"],
                examples: [.init("explore", "Shows it."), .init("explore watch=10", "Every ten seconds.")]),
            answer: .object([
                .member("scope", .scope, "Where you are signed in."),
                .member("people", .array(.person), "People near you."),
                .member(
                    "contacts",
                    .array(
                        .object(
                            JSONMember.contact + [
                                .member("endpoints", .array(.endpointDetails), "What its endpoints told last.")
                            ])), "The contacts."),
                .member(
                    "applications",
                    .array(
                        .object(
                            JSONMember.publishedApplication + [
                                .member("path", .anyText, "The program."),
                                .member("arguments", .anyText, "What it is called with."),
                                .member("scope", .scope, "Who is told of it."),
                                .member("type", .registrationType, "For whom it is registered."),
                            ])), "The applications registered here."),
                .member(
                    "clouds",
                    .array(
                        .object([
                            .member("name", .cloudName, "The name of the cloud."),
                            .member("state", .cloudState, "The state of the cloud."),
                        ])), "The clouds of this machine."),
            ]), isView: true
        ) { _, environment in .document(try await View(environment).document) }
    }
}

/// All there is to see at one time.
private struct View {
    private let status: CollaborationStatus
    private let people: [Person]
    private let contacts: [(contact: Contact, endpoints: [EndpointDetails])]
    private let applications: [Application]
    private let clouds: [CloudSnapshot]

    init(_ environment: CommandEnvironment) async throws {
        status = try await environment.collaborationStatus()
        people = status.scope.contains(.nearMe) ? try await environment.people() : []
        environment.listing.keep(people)
        var contacts: [(Contact, [EndpointDetails])] = []
        for contact in try await environment.contacts() {
            let endpoints = try await environment.ask { services async throws(EngineError) in
                try await services.knownEndpoints(of: .contact(contact.card.peerName))
            }
            contacts.append((contact, endpoints))
        }
        self.contacts = contacts
        applications = try await environment.ask { services async throws(EngineError) in
            try await services.applications(type: nil)
        }
        clouds = await environment.services.clouds()
    }

    var document: Document {
        Document(
            body: section("You", [.line(Line(me))]) + [.blank] + section("People near you", peopleBlocks) + [.blank]
                + section("Contacts", contactBlocks) + [.blank] + section("Applications", applicationBlocks) + [.blank]
                + section("Clouds", cloudBlocks), json: json, records: records)
    }

    private var me: String {
        let place = status.scope == .none ? "not signed in" : "signed in: \(status.scope.title)"
        return "\(status.nickname) at \(status.endpointName), \(place), \(status.presence.summary)"
    }

    private func section(_ title: String, _ blocks: [Block]) -> [Block] { [.line(Line(title, .heading))] + blocks }

    private var peopleBlocks: [Block] {
        guard status.scope.contains(.nearMe) else { return [.line("You are not signed in near you.")] }
        return people.isEmpty ? [.line("Nobody.")] : [.table(people.table)]
    }

    private var contactBlocks: [Block] {
        guard !contacts.isEmpty else { return [.line("None.")] }
        var table = Table([
            .init("Name", minimumWidth: 16), .init("Trust", minimumWidth: 10), .init("Presence"), .init("Endpoint"),
            .init("Address"),
        ])
        for (contact, endpoints) in contacts {
            if endpoints.isEmpty {
                table.add([
                    Line.Run(contact.label), Line.Run(contact.trust.title), Line.Run("not reached", .dim),
                    Line.Run("-"),
                    Line.Run("-"),
                ])
            }
            for endpoint in endpoints {
                let presence = endpoint.snapshot.presence
                table.add([
                    Line.Run(contact.label), Line.Run(contact.trust.title),
                    Line.Run(presence.summary, presence.status.style), Line.Run(endpoint.snapshot.endpointName),
                    Line.Run(endpoint.endpoint.place),
                ])
            }
        }
        return [.table(table)]
    }

    private var applicationBlocks: [Block] {
        guard !applications.isEmpty else { return [.line("None.")] }
        var table = Table([.init("ID", minimumWidth: 36), .init("Type"), .init("Scope"), .init("Description")])
        for application in applications {
            table.add(["\(application.id)", application.type.title, application.scope.title, application.description])
        }
        return [.table(table)]
    }

    private var cloudBlocks: [Block] {
        guard !clouds.isEmpty else { return [.line("None.")] }
        var table = Table([.init("State", minimumWidth: 13), .init("Cloud")])
        for cloud in clouds { table.add([Line.Run(cloud.state.text, cloud.state.style), Line.Run(cloud.name)]) }
        return [.table(table)]
    }

    private var json: JSONValue {
        [
            "scope": .string(status.scope.word),
            "people": .array(people.enumerated().map { $1.json(index: $0 + 1) }),
            "contacts": .array(
                contacts.map { contact, endpoints in
                    guard case .object(let members) = contact.json else { return .null }
                    return .object(members.merging(["endpoints": .array(endpoints.map(\.json))]) { $1 })
                }), "applications": .array(applications.map(\.json)),
            "clouds": .array(clouds.map { ["name": .string($0.name), "state": .string($0.state.text)] }),
        ]
    }

    private var records: [[String]] {
        people.map { ["person", "\($0.id)", $0.nickname, $0.standing.key] }
            + contacts.map { contact, endpoints in
                let status = endpoints.first?.snapshot.presence.status ?? .offline
                return ["contact", contact.card.peerName, contact.label, status.word]
            } + applications.map { ["application", "\($0.id)", $0.description, $0.type.word] }
            + clouds.map { ["cloud", $0.name, $0.name, $0.state.text] }
    }
}
