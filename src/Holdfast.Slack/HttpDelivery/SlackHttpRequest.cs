using Holdfast.Slack.Envelopes;

namespace Holdfast.Slack.HttpDelivery;

/// <summary>What a request of Slack's wants, once it is known to be Slack's.</summary>
public abstract record SlackHttpRequest
{
    private SlackHttpRequest()
    {
    }

    /// <summary>It brings something: an event, what somebody did, a command.</summary>
    /// <param name="Envelope">What it brings.</param>
    public sealed record Delivery(SlackEnvelope Envelope) : SlackHttpRequest;

    /// <summary>
    /// Slack asks whether the address is this app's, when it is set. https://docs.slack.dev/reference/events/url_verification
    /// </summary>
    /// <param name="Challenge">What to answer with.</param>
    public sealed record AddressCheck(string Challenge) : SlackHttpRequest;

    /// <summary>
    /// Slack looks at the certificate, and wants no more than an answer. https://docs.slack.dev/interactivity/implementing-slash-commands
    /// </summary>
    public sealed record CertificateCheck : SlackHttpRequest;
}
