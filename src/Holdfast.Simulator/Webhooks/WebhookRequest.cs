using System.Text;

namespace Holdfast.Simulator.Webhooks;

/// <summary>A request that came to a webhook, as it came.</summary>
/// <param name="Number">1 for the first that came to the simulator, then 2, 3, …</param>
/// <param name="Name">The webhook's name, the last part of its address.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Headers">Its headers by name in lower case; several of one name with commas between.</param>
/// <param name="Body">Its body.</param>
/// <param name="At">When it had come whole.</param>
/// <param name="Outcome"><c>ok</c>, or <c>fault:…</c>.</param>
public sealed record WebhookRequest(
    long Number, string Name, string Method, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset At, string Outcome)
{
    /// <summary>Whether its signature is good; null while no secret is set for the name.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>Why it is not verified; null when it is, or when no secret is set.</summary>
    public string? Problem { get; init; }

    /// <summary>The body read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);
}
