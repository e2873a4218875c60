using System.Runtime.CompilerServices;

namespace Holdfast.Documents;

/// <summary>How much of a file is read. What is beyond is left out with a note; a file that cannot be read in part is refused.</summary>
/// <exception cref="ArgumentOutOfRangeException">A limit is outside of its range.</exception>
public sealed record DocumentLimits
{
    /// <summary>How many characters of text are given: the budget of whoever reads it. From 100 to 10,000,000. Default: 200,000.</summary>
    public int MaxCharacters { get; init => field = Within(value, 100, 10_000_000); } = 200_000;

    /// <summary>How large a file may be, in bytes. From 1,000 to 1,000,000,000. Default: 100,000,000.</summary>
    public long MaxFileBytes { get; init => field = Within(value, 1_000, 1_000_000_000); } = 100_000_000;

    /// <summary>How much is unpacked of a packed file, in bytes; of a part of a PDF a quarter of that. From 1,000 to 4,000,000,000. Default: 256,000,000.</summary>
    public long MaxUnpackedBytes { get; init => field = Within(value, 1_000, 4_000_000_000); } = 256_000_000;

    /// <summary>How many pages of a PDF are read. From 1 to 10,000. Default: 200.</summary>
    public int MaxPages { get; init => field = Within(value, 1, 10_000); } = 200;

    /// <summary>How many slides of a presentation are read. From 1 to 10,000. Default: 300.</summary>
    public int MaxSlides { get; init => field = Within(value, 1, 10_000); } = 300;

    /// <summary>How many rows of each sheet are read. From 1 to 1,000,000. Default: 2,000.</summary>
    public int MaxRows { get; init => field = Within(value, 1, 1_000_000); } = 2_000;

    /// <summary>How many cells with something in them are read, of all sheets and tables together. From 1 to 10,000,000. Default: 100,000.</summary>
    public int MaxCells { get; init => field = Within(value, 1, 10_000_000); } = 100_000;

    /// <summary>How many pictures are given; 0 for none. To 100. Default: 10.</summary>
    public int MaxPictures { get; init => field = Within(value, 0, 100); } = 10;

    /// <summary>How large a picture may be, in bytes; a larger one is left out. From 1,000 to 20,000,000. Default: 3,750,000, which are 5 MB in base64.</summary>
    public int MaxPictureBytes { get; init => field = Within(value, 1_000, 20_000_000); } = 3_750_000;

    private static int Within(int value, int least, int most, [CallerMemberName] string name = "") => (int)Within((long)value, least, most, name);

    private static long Within(long value, long least, long most, [CallerMemberName] string name = "") =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be from {least} to {most}.");
}
