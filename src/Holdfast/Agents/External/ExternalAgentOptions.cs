using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;
using Holdfast.Http;

namespace Holdfast.Agents.External;

/// <summary>Where the operator's own agent is asked. Section <c>ExternalAgent</c>.</summary>
public sealed class ExternalAgentOptions : IValidatableObject
{
    /// <summary>The address that questions are posted to. No default.</summary>
    [Required(ErrorMessage = "ExternalAgent:Url is missing, which Agent:Kind=External needs: the address that questions are posted to.")]
    [WebAddress]
    public Uri? Url { get; set; }

    /// <summary>The secret that signs them: <c>whsec_</c> and 24 to 64 bytes in base64, or any text of at least 24 characters. No default.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The secret before <see cref="Secret"/>, which signs as well while the program moves to the new one. No default.</summary>
    public string PreviousSecret { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Secret.Length == 0)
            yield return new ValidationResult("Secret must be set: whsec_ and what `openssl rand -base64 32` says. By it your agent knows who asks.", [nameof(Secret)]);
        else if (RequestSignature.ProblemOf(Secret) is { } problem)
            yield return new ValidationResult($"Secret {problem}", [nameof(Secret)]);
        if (PreviousSecret.Length > 0 && RequestSignature.ProblemOf(PreviousSecret) is { } previous)
            yield return new ValidationResult($"PreviousSecret {previous}", [nameof(PreviousSecret)]);
        if (Url is { IsAbsoluteUri: true, UserInfo.Length: > 0 })
            yield return new ValidationResult("Url must name no user and no password: they would not be sent. The signature says who asks.", [nameof(Url)]);
    }
}
