using System.ComponentModel.DataAnnotations;

namespace Holdfast.Redis.Addresses;

/// <summary>The address of a Redis server, or none: an empty one counts as none, as templates leave it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RedisUrlAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);

        // The address itself is not repeated: it may hold a password.
        return value is not string { Length: > 0 } url || RedisAddress.TryParse(url, out _, out var problem)
            ? ValidationResult.Success
            : new ValidationResult($"{validationContext.MemberName} (REDIS_URL) {problem}", [validationContext.MemberName ?? ""]);
    }
}
