using System.ComponentModel.DataAnnotations;

namespace Holdfast.Postgres.Addresses;

/// <summary>An address that <see cref="DatabaseUrl"/> can read.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DatabaseAddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        if (value is not string { Length: > 0 } text)
            return ValidationResult.Success;
        try
        {
            DatabaseUrl.Parse(text);
            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new ValidationResult($"{validationContext.MemberName} {e.Message}", [validationContext.MemberName ?? ""]);
        }
    }
}
