using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Holdfast.Configuration;

/// <summary>An address to listen on.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IPAddressAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string text && IPAddress.TryParse(text, out _);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be an IP address, for instance 127.0.0.1 or 0.0.0.0.";
}
