using System.Buffers;
using System.Globalization;
using System.Net;

namespace Holdfast.Http.Addresses;

/// <summary>A host that the operator allows, wherever its name leads.</summary>
/// <param name="Name">The name or address, in small letters; with a dot before it, every name that ends so.</param>
/// <param name="Port">The port; null for those that are allowed anyway.</param>
internal sealed record AllowedHost(string Name, int? Port)
{
    private const string AnyName = "*.";

    private static readonly SearchValues<char> NotOfHosts = SearchValues.Create("/\\@?#*% ");

    /// <summary>Reads <c>wiki.example</c>, <c>*.example</c>, <c>10.0.0.7:8080</c>, <c>[fd00::7]:8080</c>; null of anything else.</summary>
    public static AllowedHost? Read(string text)
    {
        var isAny = text.StartsWith(AnyName, StringComparison.Ordinal);
        var rest = isAny ? text[AnyName.Length..] : text;

        // A bare address of IPv6 has colons of its own.
        if (!isAny && IPAddress.TryParse(rest, out var bare) && bare.ToString().Contains(':', StringComparison.Ordinal) && !rest.StartsWith('['))
            rest = $"[{rest}]";
        int? port = null;
        if (rest.LastIndexOf(':') is > 0 and var colon && !rest.EndsWith(']'))
        {
            if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65_535)
                return null;
            (rest, port) = (rest[..colon], number);
        }

        // What is no host alone would be read as one: a user, a path, a question.
        if (rest.AsSpan().ContainsAny(NotOfHosts) || !Uri.TryCreate($"http://{rest}/", UriKind.Absolute, out var address) || address.IdnHost.Length == 0)
            return null;
        if (isAny && address.HostNameType != UriHostNameType.Dns)
            return null;
        return new AllowedHost((isAny ? "." : "") + NameOf(address.IdnHost), port);
    }

    /// <summary>A host as it is compared.</summary>
    public static string NameOf(string host) => host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();

    public bool Matches(string host) => Name[0] == '.' ? host.EndsWith(Name, StringComparison.Ordinal) : host == Name;
}
