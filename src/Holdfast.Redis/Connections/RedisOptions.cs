using System.ComponentModel.DataAnnotations;
using Holdfast.Redis.Addresses;

namespace Holdfast.Redis.Connections;

/// <summary>Where conversation memory is kept outside the store. Section <c>Redis</c>.</summary>
public sealed class RedisOptions : IValidatableObject
{
    /// <summary>
    /// <c>redis://user:password@host:6379/0</c>, <c>rediss://</c> for TLS, <c>unix:///path</c>, or <c>host:6380,password=...,ssl=True</c>. Without it memory is kept in the store.
    /// No default.
    /// </summary>
    [RedisUrl]
    public string? Url { get; set; }

    /// <summary>Put before every key, so that several programs can share a database. Default: empty.</summary>
    [RegularExpression(@"[^{}\s]{0,200}", ErrorMessage = "Redis:KeyPrefix is up to 200 characters without blanks and braces.")]
    public string KeyPrefix { get; set; } = "";

    /// <summary>
    /// A file with the certificate (PEM) of a private authority that is trusted besides those of the system. No default.
    /// </summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>
    /// Whether any certificate is taken, for servers that show one nobody vouches for, as Heroku's do. Whoever can stand between then
    /// reads and answers everything. Default: <c>false</c>.
    /// </summary>
    public bool TrustServerCertificate { get; set; }

    /// <summary>
    /// The most bytes that a conversation takes in Redis, newest turns first; the newest turn counts whatever its length. What other programs put beside the
    /// words of a turn counts as well. Default: 4,194,304.
    /// </summary>
    [Range(65_536, 33_554_432)]
    public int MaxConversationBytes { get; set; } = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TrustServerCertificate && !string.IsNullOrEmpty(CertificateAuthority))
            yield return new ValidationResult($"{nameof(TrustServerCertificate)} asks no authority: take out CertificateAuthority, or set it to false.", [nameof(TrustServerCertificate)]);
    }
}
