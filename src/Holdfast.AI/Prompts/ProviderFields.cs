using Microsoft.Extensions.AI;

namespace Holdfast.AI.Prompts;

/// <summary>
/// What a provider hung on its own message besides what everybody knows: thinking that it signed, a signature. It goes back to the provider within the
/// run as it came; some refuse the conversation without it. Nobody else reads it.
/// </summary>
/// <param name="json">A JSON object.</param>
/// <param name="protocol">The protocol that they are written in, which alone can take them back; null for Chat Completions.</param>
internal sealed class ProviderFields(string json, string? protocol = null) : AIContent
{
    /// <summary>The name under which a call carries its own, in <see cref="AIContent.AdditionalProperties"/>.</summary>
    public const string OfCall = "provider_fields";

    /// <summary>The fields, as a JSON object.</summary>
    public string Json => json;

    /// <summary>The protocol that they are written in; null for Chat Completions.</summary>
    public string? Protocol => protocol;
}
