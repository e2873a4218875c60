using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Model;

/// <summary>A picture that the model was given.</summary>
/// <param name="MediaType">The media type that it came under.</param>
/// <param name="Bytes">The picture itself.</param>
/// <param name="Info">What it is by its own first bytes.</param>
/// <param name="Detail">How closely the model is to look: <c>auto</c>, <c>low</c> or <c>high</c>.</param>
public sealed record ModelImage(string MediaType, ReadOnlyMemory<byte> Bytes, PictureInfo Info, string Detail)
{
    private const int Tile = 512;

    /// <summary>About what it costs: a base, and so much for each tile that a close look takes in.</summary>
    internal int Tokens => Detail == "low" ? 85 : 85 + (170 * Tiles(Info.Width) * Tiles(Info.Height));

    private static int Tiles(int length) => Math.Clamp((length + Tile - 1) / Tile, 1, 4);
}
