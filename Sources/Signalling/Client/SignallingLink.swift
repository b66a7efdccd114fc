package import Collaboration
internal import NIOCore
internal import NIOHTTP1
package import PeerBase

/// A connection to somebody's server, on which one request follows the other. Cancelling a task that waits for an answer
/// closes the connection, which takes an invitation back (collab 10.8).
package struct SignallingLink: Sendable {
    /// What the other side showed.
    package struct Peer: Hashable, Sendable {
        /// DER.
        package let certificate: [UInt8]
        package let pin: Pin
        /// The common name of the certificate.
        package let peerName: String
    }

    package let peer: Peer
    package let endpoint: ScopedEndpoint
    package let nearID: GUID

    let channel: any Channel
    let handler: NIOLoopBound<ResponseHandler>
    let figures: SignallingFigures
    /// Told of the end of every request.
    let answered: @Sendable () -> Void

    /// The contact card of the other side, which must be about the key that it shows (collab 10.6).
    package func card() async throws(SignallingFault) -> ContactCard {
        let body = try await ask(.card, limit: Limits.cardSize, within: figures.answerTime)
        let card = try document { () throws(DocumentFault) in try ContactCard(document: body) }
        guard card.certificate == peer.certificate, card.peerName == peer.peerName else { throw .malformed }
        return card
    }

    /// A snapshot of the other side.
    package func data() async throws(SignallingFault) -> Snapshot {
        let body = try await ask(.data, limit: Limits.snapshotSize, within: figures.answerTime)
        return try document { () throws(DocumentFault) in try Snapshot(document: body) }
    }

    /// Waits until a person has answered. ``SignallingFault/timedOut(_:)`` when even the other side's timer did not.
    package func invite(_ invitation: Invitation) async throws(SignallingFault) -> InvitationAnswer {
        let body = try await ask(
            .invitations, invitation.body, limit: Limits.bodySize, within: figures.invitationPatience)
        return try document { () throws(DocumentFault) in try InvitationAnswer(document: body, to: invitation.id) }
    }

    /// One step of a verification and the answer to it; the steps of one verification go over one link.
    package func verify(_ message: VerificationMessage) async throws(SignallingFault) -> VerificationMessage {
        let body = try await ask(
            .verify, message.body, limit: Limits.bodySize, within: figures.verificationPatience)
        return try document { () throws(DocumentFault) in try VerificationMessage(document: body) }
    }

    /// What happens there from now on, a snapshot first; the beats too. The stream ends with the connection, which is closed
    /// when nobody reads the stream any more, or too slowly.
    package func watch() async throws(SignallingFault) -> WatchItems {
        let (items, writer) = WatchItems.make(items: figures.unreadItems, bytes: figures.unreadBytes) { [channel] in
            channel.close(promise: nil)
        }
        let head = head(.watch)
        let handler = handler
        _ = try await answer(to: { handler.value.watch(head, into: writer) })
        return items
    }

    package func close() { channel.close(promise: nil) }

    // MARK: Requests

    private func ask(
        _ resource: Resource, _ document: [UInt8] = [], limit: Int, within time: Duration
    ) async throws(SignallingFault) -> [UInt8] {
        var head = head(resource)
        if resource.takesBody {
            head.headers.add(name: "Content-Type", value: "application/xml; charset=utf-8")
            head.headers.add(name: "Content-Length", value: "\(document.count)")
        }
        let handler = handler
        return try await answer(to: { [head] in handler.value.ask(head, document, limit: limit, within: time) })
    }

    private func head(_ resource: Resource) -> HTTPRequestHead {
        var head = HTTPRequestHead(
            version: .http1_1, method: resource.takesBody ? .POST : .GET, uri: resource.path(below: nearID))
        head.headers.add(name: "Host", value: endpoint.endpoint.description)
        return head
    }

    private func document<Value>(
        _ read: () throws(DocumentFault) -> Value
    ) throws(SignallingFault) -> Value {
        do throws(DocumentFault) { return try read() } catch { throw .malformed }
    }

    /// `send` gives `nil` when the connection takes no requests.
    private func answer(
        to send: @escaping @Sendable () -> EventLoopFuture<[UInt8]>?
    ) async throws(SignallingFault) -> [UInt8] {
        let (channel, handler) = (channel, handler)
        let future = channel.eventLoop.flatSubmit {
            send() ?? channel.eventLoop.makeFailedFuture(handler.value.end)
        }
        do {
            defer { answered() }
            return try await withTaskCancellationHandler {
                try await future.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            throw Task.isCancelled ? .cancelled : error as? SignallingFault ?? .closed
        }
    }
}
