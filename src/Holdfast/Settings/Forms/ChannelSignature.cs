using System.Security.Cryptography;
using System.Text;
using Holdfast.Slack;

namespace Holdfast.Settings.Forms;

/// <summary>
/// Which channel a modal is about, as the modal carries it: signed for its viewer, with a key that every worker makes from the bot token. What was not
/// written here, or for somebody else, is not read.
/// </summary>
/// <param name="key">The key.</param>
internal sealed class ChannelSignature(byte[] key)
{
    /// <summary>Signs with a key made from a secret that every worker knows.</summary>
    /// <param name="secret">The secret; it cannot be found out from what is signed.</param>
    public static ChannelSignature FromSecret(string secret) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "holdfast channel settings 1"u8.ToArray()));

    /// <summary>The channel as the modal carries it.</summary>
    public string Write(ChannelId channel, TeamId team, UserId viewer) => $"{channel.Value} {Sign(channel.Value, team, viewer)}";

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything else.</summary>
    public ChannelId? Read(string? text, TeamId team, UserId viewer)
    {
        var parts = (text ?? "").Split(' ');
        return parts.Length == 2
            && ChannelId.TryParse(parts[0], out var channel)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[1]), Encoding.UTF8.GetBytes(Sign(parts[0], team, viewer)))
            ? channel
            : null;
    }

    /// <summary>No id holds a line end, so no other ids make the same text.</summary>
    private string Sign(string channel, TeamId team, UserId viewer) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{channel}\n{team.Value}\n{viewer.Value}")));
}
