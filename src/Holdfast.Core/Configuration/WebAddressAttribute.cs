using System.ComponentModel.DataAnnotations;

namespace Holdfast.Configuration;

/// <summary>An address that HTTP can reach.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WebAddressAttribute : ValidationAttribute
{
    /// <summary>Whether there may be none. Default: false.</summary>
    public bool IsOptional { get; set; }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => (value is null && IsOptional) || value is Uri { IsAbsoluteUri: true, Scheme: "http" or "https" };

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must begin with http:// or https://.";
}
