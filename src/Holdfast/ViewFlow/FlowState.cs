using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.ViewFlow;

/// <summary>Where in a run a view is: what the view carries in its <c>private_metadata</c>.</summary>
/// <param name="Run">The run.</param>
/// <param name="After">The number of the step before the first of the page.</param>
/// <param name="Step">The step shown; 0 for the list.</param>
/// <param name="Part">The part of the step shown, from 0.</param>
public sealed record FlowState(ItemId Run, int After = 0, int Step = 0, int Part = 0)
{
    /// <summary>
    /// Writes and reads states. What is read was written by this app for this viewer in this workspace: the signature covers
    /// both, which Slack tells with each click, so a state copied from another user's view is worthless.
    /// </summary>
    public sealed class Signer
    {
        // The version is read by people and signed with the rest: another layout gets another one.
        private const string Version = "f1.";
        private const int BodyLength = 16 + (3 * sizeof(int));
        private const int SignatureLength = 32;
        private const int TextLength = 3 + ((BodyLength + SignatureLength) / 3 * 4);

        private readonly byte[] _key;

        /// <summary>Signs with a key.</summary>
        /// <param name="key">At least 32 secret bytes.</param>
        public Signer(byte[] key)
        {
            ArgumentNullException.ThrowIfNull(key);
            ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32, nameof(key));
            _key = [.. key];
        }

        /// <summary>Signs with a key made from a secret that every worker knows, such as the bot token.</summary>
        /// <param name="secret">The secret; it cannot be found out from what is signed.</param>
        public static Signer FromSecret(string secret)
        {
            ArgumentException.ThrowIfNullOrEmpty(secret);
            return new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "holdfast flow state 1"u8.ToArray()));
        }

        /// <summary>The state as text.</summary>
        /// <param name="state">The state.</param>
        /// <param name="team">The workspace.</param>
        /// <param name="viewer">Who the view is opened for.</param>
        public string Write(FlowState state, TeamId team, UserId viewer)
        {
            ArgumentNullException.ThrowIfNull(state);
            Span<byte> bytes = stackalloc byte[BodyLength + SignatureLength];
            state.Run.Value.TryWriteBytes(bytes, bigEndian: true, out _);
            BinaryPrimitives.WriteInt32BigEndian(bytes[16..], state.After);
            BinaryPrimitives.WriteInt32BigEndian(bytes[20..], state.Step);
            BinaryPrimitives.WriteInt32BigEndian(bytes[24..], state.Part);
            Sign(bytes[..BodyLength], team, viewer, bytes[BodyLength..]);
            return Version + Base64Url.EncodeToString(bytes);
        }

        /// <summary>Reads what <see cref="Write"/> wrote; null for anything else.</summary>
        /// <param name="text">The text that came with a click.</param>
        /// <param name="team">The workspace of the click.</param>
        /// <param name="viewer">Who clicked.</param>
        public FlowState? Read(string? text, TeamId team, UserId viewer)
        {
            if (text is not { Length: TextLength } || !text.StartsWith(Version, StringComparison.Ordinal))
                return null;
            Span<byte> bytes = stackalloc byte[BodyLength + SignatureLength];

            // The decoder passes over blanks: what then comes out short was not written here.
            if (Base64Url.DecodeFromChars(text.AsSpan(Version.Length), bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length)
                return null;
            Span<byte> expected = stackalloc byte[SignatureLength];
            Sign(bytes[..BodyLength], team, viewer, expected);
            if (!CryptographicOperations.FixedTimeEquals(bytes[BodyLength..], expected))
                return null;

            return new FlowState(
                new ItemId(new Guid(bytes[..16], bigEndian: true)),
                BinaryPrimitives.ReadInt32BigEndian(bytes[16..]),
                BinaryPrimitives.ReadInt32BigEndian(bytes[20..]),
                BinaryPrimitives.ReadInt32BigEndian(bytes[24..]));
        }

        private void Sign(ReadOnlySpan<byte> body, TeamId team, UserId viewer, Span<byte> signature)
        {
            // No id holds a line end, so no two pairs of ids make the same text.
            var signed = new byte[Encoding.UTF8.GetMaxByteCount(Version.Length + team.Value.Length + viewer.Value.Length + 2) + body.Length];
            var length = Encoding.UTF8.GetBytes($"{Version}{team.Value}\n{viewer.Value}\n", signed);
            body.CopyTo(signed.AsSpan(length));
            HMACSHA256.HashData(_key, signed.AsSpan(0, length + body.Length), signature);
        }
    }
}
